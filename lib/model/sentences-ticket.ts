/** A sign-in as a few lines of plain text, to be pasted into a ticket. */
import { appliedPolicies } from "./applied-policies";
import type { Ending } from "./attempt";
import { CATEGORIES } from "./categories";
import { explainErrorCode } from "./error-catalogue";
import { conditionalAccessLabel, policyResultLabel } from "./format-conditional-access";
import { formatInstant, zoneLabel } from "./format-time";
import { PRINCIPAL_LABELS } from "./principal-labels";
import { recordReader } from "./record-reader";
import { signInSentence } from "./sentences";
import { endingSentence } from "./sentences-ending";
import { VERDICT_LABELS } from "./sign-in-marks";
import type { Party, SignInDetail } from "./sign-in-view";

export interface TicketContext {
  ending: Ending | null;
  /** IANA name of the zone beside UTC. */
  zone: string;
  /** The whole address of the details pane. */
  link: string;
}

/** What happened, who, to what, under which ids, when in UTC and in the reader's zone, and where to look it up. */
export function ticketText(detail: SignInDetail, { ending, zone, link }: TicketContext): string {
  const { mark } = detail;
  const lines: [label: string, value: string | null | undefined][] = [
    ["How it ended", ending && endingText(detail, ending, zone)],
    ["Time (UTC)", detail.createdAt.toISOString()],
    [
      "Local time",
      zone === "UTC" ? null : `${formatInstant(detail.createdAt, zone)} (${zoneLabel(zone, detail.createdAt)})`,
    ],
    [PRINCIPAL_LABELS[CATEGORIES[detail.category].principal], principalText(detail)],
    ["Application", partyText(detail.application)],
    ["Resource", partyText(detail.resource)],
    ["IP address", detail.ipAddress],
    ["Error code", errorText(detail.errorCode)],
    ["Conditional Access", conditionalAccessText(detail)],
    ["Log", `${CATEGORIES[detail.category].label} sign-ins`],
    ["Request ID", detail.id],
    ["Correlation ID", detail.correlationId],
    ["Marked", mark?.verdict && `${VERDICT_LABELS[mark.verdict.word]}, by ${mark.verdict.byName}`],
    ["Link", link],
  ];
  const told = lines.flatMap(([label, value]) => (value ? `${label}: ${value}` : []));
  return [signInSentence(detail), "", ...told].join("\n");
}

/** Read outside of Signbook, a time has to name its zone. */
function endingText(detail: SignInDetail, ending: Ending, zone: string): string {
  const sentence = endingSentence(detail, ending, zone);
  if (ending.kind === "none") return sentence;
  return `${sentence.slice(0, -1)} (time in ${zoneLabel(zone, ending.signIn.createdAt)}).`;
}

function principalText({ principal }: SignInDetail): string | undefined {
  const name =
    principal.upn && principal.upn !== principal.name ? [principal.name, `<${principal.upn}>`] : [principal.name];
  return withId(name.filter(Boolean).join(" "), principal.id);
}

function partyText({ name, id }: Party): string | undefined {
  return withId(name ?? "", id);
}

function withId(name: string, id: string | null): string | undefined {
  return [name, id && `ID ${id}`].filter(Boolean).join(", ") || undefined;
}

function errorText(code: number): string | undefined {
  if (code === 0) return undefined;
  const explained = explainErrorCode(code);
  return explained ? `${code}${explained.name ? ` ${explained.name}` : ""}: ${explained.explanation}` : String(code);
}

/** The outcome, and each policy that had a say in it, as far as the reader may see them. */
function conditionalAccessText(detail: SignInDetail): string | undefined {
  const outcome = conditionalAccessLabel(detail.conditionalAccess) ?? "Not recorded";
  if (detail.policiesHidden) return `${outcome} (policies hidden from the role of whoever copied this)`;
  const deciding = appliedPolicies(recordReader(detail.record)).filter(({ result }) => DECIDING.includes(result));
  const told = deciding.map(({ name, result }) => `“${name}”: ${policyResultLabel(result).toLowerCase()}`);
  return told.length > 0 ? `${outcome} (${told.join("; ")})` : outcome;
}

const DECIDING = ["success", "failure"];
