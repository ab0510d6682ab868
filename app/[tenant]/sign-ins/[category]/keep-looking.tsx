"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Long enough to read the notice and to leave; short enough not to wait for. */
const PAUSE_MS = 600;

/** While nothing was found yet, the search goes on by itself; without JavaScript the link beside it does. */
export function KeepLooking({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = window.setTimeout(() => router.replace(href, { scroll: false }), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [router, href]);
  return null;
}
