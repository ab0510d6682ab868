import type { Metadata } from "next";
import { activityLogPage } from "../_activity-log/activity-log-page";
import { AUDIT_LOG } from "./audit-log";

export const metadata: Metadata = { title: "Audit log" };

export default activityLogPage("audit", AUDIT_LOG);
