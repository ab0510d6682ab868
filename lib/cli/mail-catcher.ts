/**
 * Stands in for a mail server while none is set: takes every mail, sends none on, and shows them in a browser. Listens on
 * loopback only. Run by `lib/cli/start.ts` with the ports and the folder to keep mails in.
 */
import { MailDev } from "maildev";
import { log } from "@/lib/log";

/** Older ones are removed: it is for looking at what was sent lately. */
const MAILS_KEPT = 500;
const LOOPBACK = "127.0.0.1";

const [smtp, web, mailDirectory] = process.argv.slice(2);
const catcher = new MailDev({
  ...{ smtp: Number(smtp), ip: LOOPBACK, web: Number(web), webIp: LOOPBACK },
  ...{ mailDirectory, maxEmails: MAILS_KEPT, silent: true },
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => void catcher.stop().finally(() => process.exit(0)));
}
try {
  await catcher.start();
  log.info({ smtp: `smtp://${LOOPBACK}:${smtp}`, mails: `http://${LOOPBACK}:${web}` }, "mail catcher ready");
  process.send?.("ready");
} catch (error) {
  log.fatal({ err: error }, "the mail catcher cannot start");
  process.exit(1);
}
