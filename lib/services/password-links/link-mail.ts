/** The mails that bring a link to set a password. */
import type { PasswordLinkRow } from "@/db/queries/password-links";
import type { UserRow } from "@/db/queries/users";
import { type MailContent, mailAsHtml, mailAsText } from "@/lib/mail/mail-layout";
import type { Mail } from "@/lib/mail/send-mail";
import { formatMinute } from "@/lib/model/format-time";
import { tokenOfLink } from "./link-secret";

interface Recipient {
  user: Pick<UserRow, "upn" | "displayName">;
  tenantName: string;
}

/** @param appUrl the address of the site, without a slash at the end. */
export function linkMail(link: PasswordLinkRow, recipient: Recipient, appUrl: string): Mail {
  const content = contentOf(link, recipient, appUrl);
  return {
    to: { name: recipient.user.displayName, address: recipient.user.upn },
    subject: `${content.headline} (${recipient.tenantName})`,
    text: mailAsText(content),
    html: mailAsHtml(content),
    messageId: `password-link-${link.linkId}@${new URL(appUrl).hostname}`,
    date: link.createdAt,
  };
}

function contentOf(link: PasswordLinkRow, { user, tenantName }: Recipient, appUrl: string): MailContent {
  const href = `${appUrl}/sign-in/set-password?${new URLSearchParams({ token: tokenOfLink(link) })}`;
  const until = `${formatMinute(link.expiresAt, "UTC")} UTC`;
  const common = { warnings: [], link: { label: "Set a password", href } };
  if (link.purpose === "invitation") {
    return {
      ...common,
      headline: "Your account in Signbook",
      lead: `${user.displayName}, ${link.invitedBy ?? "an administrator"} has made an account for you in Signbook, the sign-in log of ${tenantName}. Set a password to use it.`,
      sections: [{ title: "Account", lines: [`User name: ${user.upn}`, `The link works once, until ${until}`] }],
      footer: "If you did not expect this, ask your administrator. Nobody gets in without setting the password first.",
    };
  }
  return {
    ...common,
    headline: "Set a new password for Signbook",
    lead: `${user.displayName}, somebody asked for a new password of your account in Signbook, the sign-in log of ${tenantName}.`,
    sections: [{ title: "Account", lines: [`User name: ${user.upn}`, `The link works once, until ${until}`] }],
    footer: "If it was not you, do nothing: your password stays as it is.",
  };
}
