import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import type { NamedThing } from "@/lib/model/named-things";
import { providerWord, type WordField } from "@/lib/model/provider-words";
import type { RecordReader } from "@/lib/model/record-reader";
import type { SignInDetail } from "@/lib/model/sign-in-view";

export interface Fact {
  label: string;
  /** Undefined where nothing was recorded: the fact is then left out. */
  value: string | undefined;
  /** An identifier: monospaced, with a button to copy it. */
  id?: boolean;
  /** What has a page of its own and is called by the value. */
  names?: NamedThing | null;
}

export interface FactGroup {
  title: string;
  facts: readonly Fact[];
}

/** What a tab tells of a sign-in. Everything is read through the reader, so that what nobody tells can be found. */
export type FactsOf = (detail: SignInDetail, read: RecordReader, zone: string) => FactGroup[];

/** A provider's word as people read it; one that says that the thing played no part is left out. */
export function wordOf(field: WordField, value: string | undefined): string | undefined {
  const told = unlessNone(value);
  return told && providerWord(field, told);
}

/** Providers write "none" where a thing played no part. */
export function unlessNone(value: string | undefined): string | undefined {
  return value?.toLowerCase() === "none" ? undefined : value;
}

/** `23 Nov 2026, 14:05:12 (Europe/Oslo, UTC+1)`; a text that is no time stands as it came. */
export function timeText(value: Date | string | null | undefined, zone: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? String(value) : `${formatInstant(at, zone)} (${zoneLabel(zone, at)})`;
}
