/** The weekly digest: the essence of the overview in a few lines, and the way out. */
import { type MailContent, mailAsHtml, mailAsText } from "@/lib/mail/mail-layout";
import type { Mail } from "@/lib/mail/send-mail";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { formatCount } from "@/lib/model/format-number";
import { formatDay, zoneLabel } from "@/lib/model/format-time";
import { type ActiveCount, type Overview, type RankedThing, totalOf } from "@/lib/model/overview";
import type { TenantScope } from "@/lib/model/scope";
import { stopToken } from "./stop-token";

interface DigestOf {
  scope: TenantScope;
  to: { userId: string; name: string; address: string };
  week: string;
  zone: string;
  overview: Overview;
  /** Of the site, without a slash at the end. */
  appUrl: string;
  date: Date;
}

const SHOWN = 5;

export function digestMail({ scope, to, week, zone, overview, appUrl, date }: DigestOf): Mail {
  const token = stopToken({ tenantId: scope.tenantId, userId: to.userId });
  const base = `${appUrl}/${scope.tenantSlug}/digest`;
  const stop = `${base}/stop?token=${token}`;
  const content = contentOf(scope, overview, { zone, date, appUrl });
  const html = mailAsHtml(content).replace(
    "</div>\n</body>",
    `<p style="margin:8px 0 0;font-size:13px"><a href="${stop}">Stop the weekly digest</a></p>\n</div>\n</body>`,
  );
  return {
    to: { name: to.name, address: to.address },
    subject: `Sign-ins of the last 7 days (${scope.tenantName})`,
    text: `${mailAsText(content)}\nStop the weekly digest:\n${stop}\n`,
    html,
    messageId: `digest-${scope.tenantId}-${to.userId}-${week}@${new URL(appUrl).hostname}`,
    date,
    unsubscribe: `${base}/unsubscribe?token=${token}`,
  };
}

function contentOf(
  scope: TenantScope,
  { totals, week, errors, failingUsers, legacyClients, secondFactor, interval }: Overview,
  { zone, date, appUrl }: { zone: string; date: Date; appUrl: string },
): MailContent {
  const { multi, all } = secondFactor;
  const sections = [
    {
      title: "Sign-ins",
      lines: CATEGORY_SLUGS.map((log) => {
        const { failure, interrupted } = totals[log];
        const told = `${formatCount(totalOf(totals[log]))} (${formatCount(failure)} failed, ${formatCount(interrupted)} interrupted)`;
        return `${CATEGORIES[log].label}: ${told}`;
      }),
    },
    {
      title: "Who signed in",
      lines: [
        `Users: ${activeText(week.users)}`,
        `Applications: ${activeText(week.applications)}`,
        `Services: ${activeText(week.services)}`,
        ...(all > 0
          ? [`Second factor required: ${formatCount(multi)} of ${formatCount(all)} successful interactive sign-ins`]
          : []),
      ],
    },
    { title: "Users who failed most", lines: rankedLines(failingUsers) },
    { title: "Most frequent errors", lines: rankedLines(errors, ({ key, name }) => `${key}, ${name}`) },
    { title: "Legacy clients still in use", lines: rankedLines(legacyClients) },
  ];
  return {
    headline: "Sign-ins of the last 7 days",
    lead: `${scope.tenantName}, from ${formatDay(interval.from, zone)} to ${formatDay(date, zone)} (${zoneLabel(zone, date)}).`,
    warnings: [],
    link: { label: "Open the overview", href: `${appUrl}/${scope.tenantSlug}?range=7d` },
    sections: sections.filter(({ lines }) => lines.length > 0),
    footer: "You get this on Monday mornings because you asked for the weekly digest in Signbook.",
  };
}

function activeText({ now, before }: ActiveCount): string {
  if (before === null) return formatCount(now);
  return `${formatCount(now)} (the week before ${formatCount(before)})`;
}

function rankedLines(things: readonly RankedThing[], name = ({ name }: RankedThing): string => name): string[] {
  return things.slice(0, SHOWN).map((thing) => `${name(thing)}: ${formatCount(thing.total)}`);
}
