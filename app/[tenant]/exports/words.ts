/** What pages say about the state of an export. */
import type { ExportView } from "@/lib/model/exports";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";

export interface StateWords {
  word: string;
  /** Which of the marks of a status stands beside it. */
  tone: "success" | "failure" | "interrupted" | "neutral";
  sentence: string;
}

export function stateWords(view: ExportView, zone: ShownZone): StateWords {
  switch (view.status) {
    case "queued":
      return view.failure
        ? { word: "Will be tried again", tone: "interrupted", sentence: view.failure }
        : { word: "Waiting", tone: "neutral", sentence: "It is built as soon as a worker is free." };
    case "running":
      return {
        word: "Being built",
        tone: "neutral",
        sentence: "You can leave this page: a mail tells when it is ready.",
      };
    case "mailing":
    case "ready":
      return { word: "Ready", tone: "success", sentence: readySentence(view, zone) };
    case "failed":
      return { word: "Failed", tone: "failure", sentence: view.failure ?? "It could not be built." };
    case "cancelled":
      return { word: "Cancelled", tone: "neutral", sentence: "It was stopped before it was ready." };
    case "expired":
      return {
        word: "Expired",
        tone: "neutral",
        sentence: "The bundle has been removed. Ask again for what it held, as far as the log still has it.",
      };
  }
}

function readySentence({ expiresAt, mailedAt, mailFailure, status, requester }: ExportView, zone: ShownZone): string {
  const until = expiresAt ? `Can be downloaded until ${zoned(expiresAt, zone)}.` : "";
  if (mailedAt) return `${until} A mail was sent to ${requester.upn}.`;
  if (status === "mailing")
    return `${until} The mail to ${requester.upn} is on its way${mailFailure ? ", but the mail server has not taken it yet" : ""}.`;
  return `${until} The mail server refused the mail to ${requester.upn}.`;
}
