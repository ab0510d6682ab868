/** What a browser's user agent tells of it, in the words in which providers send it. */
import Bowser from "bowser";

export interface ClientDescription {
  browser: string;
  operatingSystem: string;
}

/** Names as the logs have them from other senders, so that one filter finds both. */
const BROWSERS: Readonly<Record<string, string>> = { "Microsoft Edge": "Edge", "Internet Explorer": "IE" };
const SYSTEMS: Readonly<Record<string, string>> = { macOS: "MacOs", iOS: "Ios" };
/** The version that these send has been the same for years, whatever they run on. */
const FROZEN_VERSION = new Set(["macOS", "Linux"]);
const VERSION_PARTS = 3;
/** A parser made of patterns is not given more than a browser would send. */
const MAX_LENGTH = 512;

/** Empty texts for what is not known: a program, or a user agent that says nothing. */
export function describeClient(userAgent: string | null): ClientDescription {
  if (!userAgent) return { browser: "", operatingSystem: "" };
  const { browser, os } = Bowser.parse(userAgent.slice(0, MAX_LENGTH));
  return { browser: browserOf(browser), operatingSystem: systemOf(os) };
}

function browserOf({ name = "", version = "" }: { name?: string; version?: string }): string {
  const short = version.split(".").slice(0, VERSION_PARTS).join(".");
  return `${BROWSERS[name] ?? name} ${short}`.trim();
}

function systemOf({ name = "", version = "", versionName }: { name?: string; version?: string; versionName?: string }) {
  const shown = SYSTEMS[name] ?? name;
  if (FROZEN_VERSION.has(name)) return shown;
  return `${shown} ${name === "Windows" ? (versionName ?? version) : version}`.trim();
}
