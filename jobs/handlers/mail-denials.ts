import { sendDenialMail } from "@/lib/services/denials/send-denial-mail";
import { sweepDenialMails } from "@/lib/services/denials/sweep-denial-mails";
import type { ScheduledPayload } from "../contracts/contract";
import type { MailDenialPayload } from "../contracts/mail-denials";
import type { JobHandler } from "./handler";

export const handleMailDenial: JobHandler<MailDenialPayload> = (address) => sendDenialMail(address);

/** Runs every minute and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSweepDenialMails: JobHandler<ScheduledPayload> = () => sweepDenialMails({ now: new Date() });
