/** Where mail goes when no mail server is set: a catcher of our own on this machine. */
import path from "node:path";
import type { Env } from "@/lib/env";
import { findFreePort, whyNotListen } from "./free-port";

export interface LocalMail {
  smtpPort: number;
  webPort: number;
  /** Holds the mails caught. */
  folder: string;
  smtpUrl: string;
  /** Where they can be read. */
  webUrl: string;
}

/** Easy to remember, so that an open browser tab works after the next start too. */
const USUAL_WEB_PORT = 1080;

/** @returns undefined when a mail server is set. */
export async function planLocalMail(
  { SMTP_URL }: Pick<Env, "SMTP_URL">,
  dataDir: string,
): Promise<LocalMail | undefined> {
  if (SMTP_URL !== undefined) return undefined;
  const smtpPort = await findFreePort();
  const isTaken = (await whyNotListen("127.0.0.1", USUAL_WEB_PORT)) !== undefined;
  const webPort = isTaken ? await findFreePort() : USUAL_WEB_PORT;
  return {
    ...{ smtpPort, webPort, folder: path.join(dataDir, "mails") },
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    webUrl: `http://localhost:${webPort}`,
  };
}
