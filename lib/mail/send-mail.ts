/** Sending mail over SMTP. The only place that knows nodemailer. */
import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/env";

interface Recipient {
  name: string;
  address: string;
}

export interface Mail {
  to: Recipient | readonly Recipient[];
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets. The same for every attempt at the same mail, so that a repetition can be recognised. */
  messageId: string;
  date: Date;
  /** Where a mail that comes regularly is ended, by a press in the mail program (RFC 2369 and 8058). */
  unsubscribe?: string;
}

/** The mail server will never take this mail: trying again is of no use. */
export class MailRefusedError extends Error {
  override readonly name = "MailRefusedError";
}

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 30_000;

/** On globalThis as the other connections of the process, for the sake of development servers. */
const held = globalThis as typeof globalThis & { signbookMail?: { url: string; transport: Transporter } };

function transportTo(url: string): Transporter {
  if (held.signbookMail?.url !== url) {
    held.signbookMail?.transport.close();
    const { protocol, hostname, port, username, password, searchParams } = new URL(url);
    const secure = protocol === "smtps:";
    const transport = createTransport({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port) || (secure ? 465 : 587),
      secure,
      ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
      // Passwords travel encrypted, unless whoever runs it says otherwise.
      requireTLS: !secure && username !== "" && searchParams.get("tls") !== "off",
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      // Mail never reads files or addresses that a text names.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    held.signbookMail = { url, transport };
  }
  return held.signbookMail.transport;
}

/**
 * Hands a mail to the server of SMTP_URL. Returning means that the server has taken it.
 * @throws MailRefusedError when it never will; any other error when it may later.
 */
export async function sendMail(
  { unsubscribe, ...mail }: Mail,
  url: string | undefined = env().SMTP_URL,
): Promise<void> {
  if (!url) throw new Error("No mail server is set (SMTP_URL).");
  try {
    await transportTo(url).sendMail({
      from: env().MAIL_FROM,
      ...mail,
      to: [mail.to].flat(),
      messageId: `<${mail.messageId}>`,
      headers: { "Auto-Submitted": "auto-generated", ...(unsubscribe ? unsubscribeHeaders(unsubscribe) : {}) },
    });
  } catch (error) {
    const { responseCode, code, message } = error as Error & { responseCode?: number; code?: string };
    // Wrong credentials are the operator's to mend; the mail waits for that.
    const isFinal = code !== "EAUTH" && responseCode !== undefined && responseCode >= 500;
    throw isFinal ? new MailRefusedError(message, { cause: error }) : error;
  }
}

/** Pressed in the mail program, the address is asked by POST. The standard allows that with TLS only. */
function unsubscribeHeaders(address: string): Record<string, string> {
  const oneClick = address.startsWith("https:");
  return {
    "List-Unsubscribe": `<${address}>`,
    ...(oneClick ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
  };
}
