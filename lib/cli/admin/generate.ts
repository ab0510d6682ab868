import type { Command } from "commander";
import { systemScope } from "@/lib/access/system-scope";
import { DAY_MS } from "@/lib/model/retention";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { unsealPartitions } from "@/lib/services/partitions/unseal-partitions";
import { getTenant } from "@/lib/services/tenants/get-tenant";
import { required, tenantOption, verb, wholeNumber } from "./command";
import { OPERATOR } from "./operator";
import { say, setResult } from "./output";
import { startProgress } from "./progress";
import { describeSealing, sealAndReport } from "./seal-and-report";

/** From so many events on, loading into days without their indexes is worth building these again. */
const BULK_EVENTS = 100_000;

interface GenerateOptions {
  tenant: string;
  events: number;
  days: number;
  seed: string;
  json?: boolean;
}

/** Sign-ins that look like an organisation's, for trials and measurements. */
export function addGenerateCommand(program: Command): void {
  verb<GenerateOptions>(program, "generate", {
    description: "make up sign-ins of all four logs and store them",
    options: [
      tenantOption(),
      required("--events <n>", "how many").argParser(wholeNumber("events", 1)),
      required("--days <n>", "over how many days before now").argParser(wholeNumber("days", 1)),
      required("--seed <text>", "the same seed makes the same organisation"),
    ],
    action: generate,
  });
}

async function generate({ tenant, events, days, seed, json }: GenerateOptions): Promise<void> {
  const scope = await systemScope(tenant, OPERATOR);
  const { domain: tenantDomain } = await getTenant(tenant);
  const now = new Date();
  if (events >= BULK_EVENTS) {
    const unsealed = await unsealPartitions({ from: new Date(now.getTime() - days * DAY_MS), to: now, events });
    if (unsealed > 0)
      say(`The indexes of ${unsealed} finished days are dropped for the load and built again after it.`);
  }
  const progress = startProgress(events, { unit: "events", shown: !json });
  const input = { events, days, seed, now, tenantDomain, onProgress: progress.update };
  const { elapsedMs, ...counts } = await generateForTenant(scope, input).finally(progress.stop);
  const sealing = await sealAndReport(now);
  const { accepted, duplicates, rejected } = counts;
  const seconds = elapsedMs / 1000;
  const late = rejected > 0 ? ` ${rejected} were older than the license keeps.` : "";
  const stored = `Stored ${accepted} events in ${seconds.toFixed(1)} s, ${duplicates} were there already.${late}`;
  setResult({ ...counts, seconds, sealing }, [stored, describeSealing(sealing)].join("\n"));
}
