/** The mail that tells administrators of a source that has fallen silent. */
import { createHash } from "node:crypto";
import type { SilenceRow } from "@/db/queries/silences";
import type { TenantRow } from "@/db/queries/tenants";
import { mailAsHtml, mailAsText } from "@/lib/mail/mail-layout";
import type { Mail } from "@/lib/mail/send-mail";
import { durationText } from "@/lib/model/format-duration";
import { formatMinute } from "@/lib/model/format-time";
import { SILENCE_LIMITS } from "@/lib/model/silence-limits";
import { clientOfSource, sourceLabel } from "@/lib/model/sources";

interface Told {
  to: Mail["to"];
  /** The address of the site, without a slash at the end. */
  appUrl: string;
}

export function silenceMail(
  { tenantId, name, slug }: Pick<TenantRow, "tenantId" | "name" | "slug">,
  { source, since, habitSeconds, noticedAt }: SilenceRow,
  { to, appUrl }: Told,
): Mail {
  const label = sourceLabel(source);
  const headline = `${label}: no sign-ins since ${formatMinute(since, "UTC")} UTC`;
  const client = clientOfSource(source) !== undefined;
  const content = {
    headline,
    lead: `Nothing has arrived in ${name} from this source for ${durationText(noticedAt.getTime() - since.getTime())}. Its longest pause in the ${SILENCE_LIMITS.habitDays} days before was ${durationText(habitSeconds * 1000)}.`,
    warnings: ["While it is silent, an empty log does not mean that nobody signed in."],
    link: { label: "Open the overview", href: `${appUrl}/${slug}` },
    sections: [
      {
        title: "What to look at",
        lines: [
          client
            ? "Whether the program that sends is running, and reaches this site."
            : "Whether whatever brings these sign-ins is still running.",
          ...(client ? ["Whether its secret is still valid: see API clients."] : []),
          "Whether there is a reason for it, such as a holiday: then there is nothing to do.",
        ],
      },
    ],
    footer: `You get this once for this silence, because you are a Global Administrator or Security Administrator of ${name} in Signbook.`,
  };
  const key = createHash("sha256").update(`${tenantId} ${source} ${since.toISOString()}`).digest("hex").slice(0, 32);
  return {
    to,
    subject: `${headline} (${name})`,
    text: mailAsText(content),
    html: mailAsHtml(content),
    // The silence's, so that a repetition can be recognised.
    messageId: `silence-${key}@${new URL(appUrl).hostname}`,
    date: noticedAt,
  };
}
