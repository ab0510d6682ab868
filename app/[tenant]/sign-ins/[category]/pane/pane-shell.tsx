import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DEFAULT_PANE_WIDTH, MAX_PANE_WIDTH, MIN_PANE_WIDTH, PANE_COOKIE, paneWidth } from "@/lib/model/pane-width";

/** The box beside a table, as wide as the reader drew it the last time. */
export async function PaneShell({ label, children }: { label: string; children: ReactNode }) {
  const width = paneWidth((await cookies()).get(PANE_COOKIE)?.value);
  return (
    <aside aria-label={label} className="pane">
      {width !== DEFAULT_PANE_WIDTH && <style>{`:root { --pane: ${width}px; }`}</style>}
      <WidthHandle width={width} />
      {children}
    </aside>
  );
}

/** Works by the page's one script; without it the pane keeps its width. */
function WidthHandle({ width }: { width: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule (hr) that moves is this role.
    <div
      aria-label="Width of the details"
      aria-orientation="vertical"
      aria-valuemax={MAX_PANE_WIDTH}
      aria-valuemin={MIN_PANE_WIDTH}
      aria-valuenow={width}
      className="pane-handle"
      data-pane-handle=""
      role="separator"
      tabIndex={0}
      title="Drag to change the width"
    />
  );
}
