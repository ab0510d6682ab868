/** The mail that tells administrators of a sign-in that its person does not recognise. */
import type { DenialMailRow } from "@/db/queries/denial-mails";
import { type MailContent, mailAsHtml, mailAsText } from "@/lib/mail/mail-layout";
import type { Mail } from "@/lib/mail/send-mail";
import { categoryByCode } from "@/lib/model/categories";
import { formatMinute } from "@/lib/model/format-time";
import { logQueryHref } from "@/lib/model/log-query-href";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { ownClient, ownOutcome, ownPlace } from "@/lib/model/sentences-own";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { STATUS_LABELS } from "@/lib/model/status";

interface Told {
  scope: Pick<TenantScope, "tenantName" | "tenantSlug">;
  to: Mail["to"];
  /** Undefined where the license keeps the log from its readers, or the sign-in is gone. */
  signIn: SignInListItem | undefined;
  /** The address of the site, without a slash at the end. */
  appUrl: string;
}

export function denialMail(row: DenialMailRow, told: Told): Mail {
  const headline = `${row.userName} does not recognise a sign-in`;
  const content = contentOf(headline, row, told);
  return {
    to: told.to,
    subject: `${headline} (${told.scope.tenantName})`,
    text: mailAsText(content),
    html: mailAsHtml(content),
    // The answer's, so that a repetition can be recognised.
    messageId: `denial-${row.mailId}@${new URL(told.appUrl).hostname}`,
    date: row.deniedAt,
  };
}

function contentOf(headline: string, row: DenialMailRow, { scope, signIn, appUrl }: Told): MailContent {
  const { label, slug } = categoryByCode(row.category);
  return {
    headline,
    lead: `${row.userName} (${row.userUpn}) said on ${utc(row.deniedAt)} that this sign-in was not theirs.`,
    warnings: [],
    link: {
      label: "Open the sign-in",
      href: appUrl + hrefOf(`/${scope.tenantSlug}/sign-ins/${slug}`, row),
    },
    sections: [
      { title: "Sign-in", lines: [`Log: ${label}`, `Request id: ${row.signInId}`, ...(signIn ? facts(signIn) : [])] },
      {
        title: "What to do",
        lines: [
          "Ask the person, by another way than mail, whether they know of it after all.",
          "If not: end their sessions, have the password changed, and look for other sign-ins from the same address.",
          "Mark the sign-in as compromised or safe in its details, so that the others know that somebody has looked.",
        ],
      },
    ],
    footer: `You get this because you are a Global Administrator or Security Administrator of ${scope.tenantName} in Signbook.`,
  };
}

const utc = (at: Date) => `${formatMinute(at, "UTC")} UTC`;

function facts(signIn: SignInListItem): string[] {
  const { createdAt, application, location, ipAddress, client, status } = signIn;
  const known: [string, string | null | undefined][] = [
    ["When", utc(createdAt)],
    ["Application", application.name ?? application.id],
    ["Where", ownPlace(location)],
    ["Address", ipAddress],
    ["With", ownClient(client)],
    ["Result", [STATUS_LABELS[status], ownOutcome(signIn)].filter(Boolean).join(": ")],
  ];
  return known.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));
}

/** Its details over the log of the day around it. */
function hrefOf(path: string, { createdAt, signInId }: DenialMailRow): string {
  const range = {
    from: new Date(createdAt.getTime() - DAY_MS / 2).toISOString(),
    to: new Date(createdAt.getTime() + DAY_MS / 2).toISOString(),
  };
  const open = { open: signInId, at: createdAt.toISOString() };
  return logQueryHref(path, new URLSearchParams({ range: "custom", ...range, ...open }));
}
