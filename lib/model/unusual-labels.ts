import type { Unusual } from "./unusual";

/** What the reasons are called. */
export const UNUSUAL_LABELS: Record<Unusual["kind"], string> = {
  country: "New country",
  device: "New device",
  travel: "Impossible travel",
  burst: "After many failures",
};
