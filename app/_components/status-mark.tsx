/** A result as shape, word and colour, so that it is never told by colour alone. */
import type { ReactNode } from "react";
import { STATUS_LABELS, type Status } from "@/lib/model/status";

export type Tone = Status | "neutral";

const SHAPES: Record<Tone, ReactNode> = {
  success: (
    <>
      <circle cx="7" cy="7" fill="currentColor" opacity=".16" r="6.5" stroke="none" />
      <path d="m4.2 7.2 2 1.9 3.7-4" />
    </>
  ),
  failure: (
    <>
      <path d="M4.3.7h5.4l3.6 3.6v5.4l-3.6 3.6H4.3L.7 9.7V4.3Z" fill="currentColor" stroke="none" />
      <path d="m4.9 4.9 4.2 4.2m0-4.2L4.9 9.1" stroke="var(--color-surface)" />
    </>
  ),
  interrupted: (
    <>
      <path d="M7 .9 13.1 7 7 13.1.9 7Z" fill="currentColor" opacity=".16" stroke="none" />
      <path d="M7 .9 13.1 7 7 13.1.9 7ZM7 4.3v3M7 9.5h.01" strokeWidth="1.3" />
    </>
  ),
  neutral: <path d="M3 7h8" />,
};

/** The shapes, once a page: a log refers to them some hundred times. */
export function StatusShapes() {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {Object.entries(SHAPES).map(([tone, shape]) => (
        <symbol id={`status-${tone}`} key={tone} viewBox="0 0 14 14">
          {shape}
        </symbol>
      ))}
    </svg>
  );
}

export function StatusMark({ tone, label }: { tone: Tone; label?: string }) {
  return (
    <span className="status" data-status={tone}>
      <svg aria-hidden="true">
        <use href={`#status-${tone}`} />
      </svg>
      {label ?? (tone === "neutral" ? "" : STATUS_LABELS[tone])}
    </span>
  );
}
