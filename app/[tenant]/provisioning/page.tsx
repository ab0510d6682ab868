import type { Metadata } from "next";
import { activityLogPage } from "../_activity-log/activity-log-page";
import { PROVISIONING_LOG } from "./provisioning-log";

export const metadata: Metadata = { title: "Provisioning log" };

export default activityLogPage("provisioning", PROVISIONING_LOG);
