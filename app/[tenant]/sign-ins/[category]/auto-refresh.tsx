"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Icon } from "@/app/_components/icon";
import { type Count, countText } from "@/lib/model/log-counts";
import type { Preferences } from "@/lib/model/preferences";
import { rememberRefresh } from "./refresh-action";
import { useKeptPlace } from "./use-kept-place";

interface AutoRefreshProps {
  tenant: string;
  /** This very page. */
  href: string;
  /** Where to ask how many matches are newer than this page; null on pages that do not begin at the newest. */
  newerHref: string | null;
  seconds: NonNullable<Preferences["refreshSeconds"]>;
}

const CHOICES = [
  [0, "Off"],
  [30, "Every 30 s"],
  [60, "Every minute"],
] as const;

/**
 * Looks for newer sign-ins without moving anything: they wait behind a button that says how many there are. Scroll, focus,
 * open pane and expanded groups stay when it is pressed.
 */
export function AutoRefresh({ tenant, href, newerHref, seconds: chosen }: AutoRefreshProps) {
  const router = useRouter();
  const [seconds, setSeconds] = useState(chosen);
  const waiting = useNewer(newerHref, seconds);
  const keepPlace = useKeptPlace(newerHref);
  const refresh = useRef<HTMLAnchorElement>(null);
  const showNewer = () => {
    // The button goes away with what it has shown.
    refresh.current?.focus({ preventScroll: true });
    keepPlace();
    router.refresh();
  };
  return (
    <span className="refresh">
      <span className="refresh-news">
        {waiting.failed && <span className="text-muted text-xs">Looking for newer sign-ins failed</span>}
        {waiting.count && waiting.count.n > 0 && (
          <button className="button button-primary" onClick={showNewer} type="button">
            {waiting.count.complete ? countText(waiting.count) : `${waiting.count.n}+`} newer
          </button>
        )}
      </span>
      <a
        className="button"
        href={href}
        onClick={(event) => {
          event.preventDefault();
          keepPlace();
          router.refresh();
        }}
        ref={refresh}
        title="Read the log again"
      >
        <Icon name="repeat" />
        <span className="button-text">Refresh</span>
      </a>
      <label className="field needs-js flex-none" title="Look for newer sign-ins by itself">
        <span>Auto</span>
        <select
          onChange={(event) => {
            const next = Number(event.target.value) as typeof seconds;
            setSeconds(next);
            void rememberRefresh(tenant, next);
          }}
          value={seconds}
        >
          {CHOICES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </span>
  );
}

interface Waiting {
  count: Count | null;
  failed: boolean;
}

/** Asks now and then, while the page is in sight. A page that was drawn anew starts from nothing. */
function useNewer(href: string | null, seconds: number): Waiting {
  const [waiting, setWaiting] = useState<Waiting>({ count: null, failed: false });
  const here = `${usePathname()}?${useSearchParams()}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins anew as well.
  useEffect(() => {
    setWaiting({ count: null, failed: false });
    if (!href || seconds === 0) return;
    const timer = window.setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      setWaiting(await askForNewer(href));
    }, seconds * 1000);
    return () => window.clearInterval(timer);
  }, [href, seconds, here]);
  return waiting;
}

async function askForNewer(href: string): Promise<Waiting> {
  try {
    const answer = await fetch(href, { headers: { accept: "application/json" } });
    if (!answer.ok) return { count: null, failed: true };
    return { count: (await answer.json()) as Count, failed: false };
  } catch {
    return { count: null, failed: true };
  }
}
