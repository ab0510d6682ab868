/** What a user can choose for their own pages, and how a stored choice is read back. */
import { z } from "zod";

/** By name: its shape. A stored value that no longer fits counts as not chosen, so that a new version breaks no page. */
export const PREFERENCES = {
  /** Columns of the interactive log, in order; unknown ones are left out on reading. */
  columns: z.array(z.string().max(60)).max(80),
  /** The classic view shows the interactive log only. */
  classicView: z.boolean(),
  /**
   * Filters last in force, by set: `users` (interactive and non-interactive), `service-principal`, `managed-identity`;
   * and `zone`, which is the same for all of them.
   */
  filters: z.record(z.string().max(40), z.string().max(8000)),
  /** Row height of tables. */
  density: z.enum(["compact", "comfortable"]),
  /** Seconds between automatic refreshes of a log; 0 is off. */
  refreshSeconds: z.union([z.literal(0), z.literal(30), z.literal(60)]),
} as const;

export type PreferenceName = keyof typeof PREFERENCES;
export type Preferences = { [Name in PreferenceName]?: z.infer<(typeof PREFERENCES)[Name]> };

/** The choices among what is stored under their names; those that no longer fit are left out. */
export function preferencesOf(stored: Readonly<Record<string, unknown>>): Preferences {
  const names = Object.keys(PREFERENCES) as PreferenceName[];
  const usable = names.flatMap((name) => {
    const parsed = PREFERENCES[name].safeParse(stored[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(usable);
}
