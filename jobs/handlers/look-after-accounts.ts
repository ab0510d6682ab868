import { sweepAttempts } from "@/lib/services/authentication/record-attempts";
import { sendDueLinks, sweepLinks } from "@/lib/services/password-links/send-links";
import type { ScheduledPayload } from "../contracts/contract";
import type { SendPasswordLinksPayload } from "../contracts/look-after-accounts";
import type { JobHandler } from "./handler";

/** Run every minute and as a rule find nothing: not recorded, or other runs would be hard to find between their own. */
export const handleSweepAttempts: JobHandler<ScheduledPayload> = () => sweepAttempts({ now: new Date() });
export const handleSweepPasswordLinks: JobHandler<ScheduledPayload> = () => sweepLinks({ now: new Date() });

export const handleSendPasswordLinks: JobHandler<SendPasswordLinksPayload> = ({ tenantId }) => sendDueLinks(tenantId);
