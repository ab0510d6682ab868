/** A sign-in told to the person whose it is, who is no expert. */
import { countryName } from "./country-names";
import { explainErrorCode } from "./error-catalogue";
import { formatCount } from "./format-number";
import { partyLabel } from "./format-place";
import { recordReader } from "./record-reader";
import type { JsonObject } from "./sign-in-record";
import type { SignInListItem } from "./sign-in-view";
import type { Unusual } from "./unusual";

type Told = Pick<SignInListItem, "status" | "errorCode" | "application" | "resource" | "category">;

/** `Signed in to Office`, `Could not sign in to Office: wrong password`, `Was asked for one more step at Office`. */
export function ownHeadline({ status, errorCode, application, resource, category }: Told): string {
  const target = partyLabel(application) ?? partyLabel(resource);
  const silent = category === "non-interactive";
  if (status === "success") {
    if (silent) return target ? `${target} stayed signed in` : "An application stayed signed in";
    return target ? `Signed in to ${target}` : "Signed in";
  }
  const at = target ? ` to ${target}` : "";
  const reason = explainErrorCode(errorCode)?.reason ?? `error ${errorCode}`;
  return status === "failure" ? `Could not sign in${at}: ${reason}` : `Did not finish signing in${at}: ${reason}`;
}

/** What the outcome means, in a sentence or two; nothing where the headline says it all. */
export function ownOutcome({ status, errorCode, category }: Told): string | undefined {
  if (status === "success") {
    return category === "non-interactive" ? "In the background: an application renewed its access for you." : undefined;
  }
  const known = explainErrorCode(errorCode);
  if (!known) return `Nobody got in. The error is number ${errorCode}.`;
  const todo = known.actor === "user" ? ` ${known.remedy}` : "";
  return `${known.explanation}${todo}`;
}

/** `Oslo, Norway`; undefined when no place was recorded. */
export function ownPlace({ city, state, country }: SignInListItem["location"]): string | undefined {
  const land = country ? (countryName(country) ?? country) : undefined;
  return [city ?? state, land].filter(Boolean).join(", ") || undefined;
}

/** What providers call programs that are no browser, in words that say something to whoever uses one. */
const APPS: Readonly<Partial<Record<string, string>>> = {
  browser: "a browser",
  "mobile apps and desktop clients": "an app",
};

/** `Firefox 128 on Windows 10`, `an app on iOS`; undefined when nothing was recorded. */
export function ownClient({ browser, os, app }: SignInListItem["client"]): string | undefined {
  const program = browser ?? (app && (APPS[app.toLowerCase()] ?? app));
  const said = program && os ? `${program} on ${os}` : (program ?? os ?? undefined);
  return said ? capitalised(said) : undefined;
}

/** The device's name, and whether the organisation looks after it. */
export function ownDevice(record: JsonObject | undefined): string | undefined {
  const { text, flag } = recordReader(record ?? {});
  const name = text("deviceDetail.displayName");
  const managed = flag("deviceDetail.isManaged") === "Yes" ? "managed by your organisation" : undefined;
  return [name, managed].filter(Boolean).join(", ") || undefined;
}

export interface OwnStep {
  what: string;
  outcome: string;
}

const METHODS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/password hash|pass-?through|^password$|password in the cloud/i, "Your password"],
  [/text message|sms/i, "A code by text message"],
  [/phone call|voice/i, "A phone call"],
  [/passwordless|phone sign-in/i, "Approval in the authenticator app, without a password"],
  [/notification|mobile app.*approv|authenticator app/i, "Approval in the authenticator app"],
  [/verification code|oath|one-?time/i, "A one-time code"],
  [/fido|passkey|security key/i, "A passkey or security key"],
  [/windows hello/i, "Windows Hello"],
  [/certificate/i, "A certificate"],
  [/temporary access pass/i, "A temporary access pass"],
  [/e-?mail/i, "A code by mail"],
];

/** What was asked of the person, step by step. */
export function ownSteps(record: JsonObject | undefined): OwnStep[] {
  const { list } = recordReader(record ?? {});
  return list("authenticationDetails").map((step) => {
    const { text, flag } = recordReader(step);
    const method = text("authenticationMethod");
    const said = flag("succeeded");
    const succeeded = said === undefined ? undefined : said === "Yes";
    const detail = text("authenticationStepResultDetail");
    if (succeeded && /previously satisfied/i.test(method ?? "")) {
      return { what: "Nothing new", outcome: "an earlier sign-in still counted" };
    }
    return {
      what: methodWords(method),
      outcome: succeeded === undefined ? (detail ?? "not known") : succeeded ? "accepted" : (detail ?? "not accepted"),
    };
  });
}

function methodWords(method: string | undefined): string {
  if (method === undefined) return "A step of its own";
  return METHODS.find(([pattern]) => pattern.test(method))?.[1] ?? method;
}

/** Why a sign-in stands out, in one sentence. */
export function unusualSentence(reason: Unusual, { location }: Pick<SignInListItem, "location">): string {
  switch (reason.kind) {
    case "country": {
      const { country } = location;
      return `From a country that you had not signed in from before: ${(country && countryName(country)) ?? country}.`;
    }
    case "device":
      return "With a device or browser that you had not used before.";
    case "burst":
      return `After ${formatCount(reason.failures)} failed attempts within ${reason.minutes} minutes: somebody may have guessed.`;
    case "travel":
      return `${formatCount(reason.km)} km from ${reason.fromCity ?? "your sign-in before"}, ${spanText(reason.minutes)} later: too far to travel.`;
  }
}

/** `25 minutes`, `3 hours`. */
export function spanText(minutes: number): string {
  const hours = Math.round(minutes / 60);
  if (minutes < 60) return `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  return `${hours} ${hours === 1 ? "hour" : "hours"}`;
}

const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
let relative: Intl.RelativeTimeFormat | undefined;

/** `3 hours ago`, `yesterday`, `just now`. */
export function relativeTime(at: Date, now: Date): string {
  relative ??= new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const passed = at.getTime() - now.getTime();
  const [unit, length] = UNITS.find(([, ms]) => Math.abs(passed) >= ms) ?? [];
  return unit && length ? relative.format(Math.trunc(passed / length), unit) : "just now";
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
