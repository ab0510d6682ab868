import { type Command, Option } from "commander";
import { systemScope } from "@/lib/access/system-scope";
import { dismissRejection, dismissRejections } from "@/lib/services/ingest/dismiss-rejections";
import { listRejections } from "@/lib/services/ingest/list-rejections";
import { retryRejections } from "@/lib/services/ingest/retry-rejections";
import { noun, tenantOption, verb, wholeNumber } from "./command";
import { OPERATOR } from "./operator";
import { formatTime, setResult, table } from "./output";

const DEFAULT_LIMIT = 100;

interface ListOptions {
  tenant: string;
  limit: number;
  raw?: boolean;
}

/** Records that could not be understood or stored, kept with their reason. */
export function rejectionsCommand(): Command {
  const rejections = noun("rejections", "list, retry and dismiss refused records");
  verb<ListOptions>(rejections, "list", {
    description: "list refused records, oldest first",
    options: [
      tenantOption(),
      new Option("--limit <n>", "at most so many").argParser(wholeNumber("limit", 1)).default(DEFAULT_LIMIT),
      new Option("--raw", "with their text as it came"),
    ],
    action: list,
  });
  verb<{ tenant: string }>(rejections, "retry", {
    description: "read refused records again; those that are stored now are no longer listed",
    options: [tenantOption()],
    action: async ({ tenant }) => {
      const result = await retryRejections(await systemScope(tenant, OPERATOR), { now: new Date() });
      const { retried, accepted, updated, duplicates, rejected } = result;
      const counts = `accepted ${accepted}, updated ${updated}, duplicates ${duplicates}, refused again ${rejected}`;
      setResult(result, `Retried ${retried}: ${counts}.`);
    },
  });
  verb<DismissOptions>(rejections, "dismiss", {
    description: "remove refused records for good: one, those with one reason, or all",
    options: [
      tenantOption(),
      new Option("--id <id>", "only this one, by the id that list gives").conflicts("code"),
      new Option("--code <code>", "only those with this reason, by the code that list --json gives"),
    ],
    action: dismiss,
  });
  return rejections;
}

interface DismissOptions {
  tenant: string;
  id?: string;
  code?: string;
}

async function dismiss({ tenant, id, code }: DismissOptions): Promise<void> {
  const until = new Date();
  const scope = await systemScope(tenant, OPERATOR);
  if (id !== undefined) await dismissRejection(scope, id);
  const dismissed = id === undefined ? await dismissRejections(scope, { until, ...(code ? { code } : {}) }) : 1;
  setResult({ tenantId: scope.tenantId, dismissed }, `Dismissed ${dismissed}.`);
}

async function list({ tenant, limit, raw: withRaw }: ListOptions): Promise<void> {
  const rows = await listRejections(await systemScope(tenant, OPERATOR), { limit });
  const rejections = rows.map(({ rejectionId, receivedAt, source, recordIndex, code, message, raw, rawBytes }) => ({
    ...{ rejectionId, receivedAt, source, index: recordIndex, code, message, rawBytes },
    ...(withRaw ? { raw } : {}),
  }));
  const text = table(
    ["Received", "Source", "Record", "Reason"],
    rejections.map(({ receivedAt, source, index, message }) => [formatTime(receivedAt), source, index, message]),
  );
  const raws = withRaw ? rows.map(({ raw }) => raw) : [];
  setResult({ rejections }, rows.length === 0 ? "Nothing was refused." : [text, ...raws].join("\n"));
}
