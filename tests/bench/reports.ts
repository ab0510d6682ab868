/**
 * The reporting API's conformance table at size: one question for each property and operator, with a value that occurs
 * and with one that does not, of 5,000,000 sign-ins in 29 days (or BENCH_EVENTS) and of audits and provisioning records
 * beside them. Prints the slowest; no answer may take longer than 10 seconds.
 */
import { closeConnections, connectTo } from "@/db/connections";
import { TooSlowError } from "@/lib/model/errors";
import { AUDIT_FILTERS, PROVISIONING_FILTERS } from "@/lib/model/reports/activity-fields";
import type { ReportOperator, ReportProperty } from "@/lib/model/reports/conditions";
import { SIGN_IN_FILTERS, SUMMARY_FILTERS } from "@/lib/model/reports/sign-in-fields";
import { DAY_MS } from "@/lib/model/retention";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { type ActivityReport, DIRECTORY_AUDITS, PROVISIONING } from "@/lib/services/reports/activity-reports";
import { listActivityReport } from "@/lib/services/reports/list-activity-report";
import { listSignInReport } from "@/lib/services/reports/list-sign-in-report";
import type { ReportPage } from "@/lib/services/reports/report-page";
import { summarizeSignIns } from "@/lib/services/reports/summarize-sign-ins";
import { asRecords } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { progress, report, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET } from "./web-process";

const EVENTS = Number(process.env.BENCH_EVENTS ?? 5_000_000);
const DAYS = 29;
/** Audits and provisioning records, each: one for so many sign-ins. */
const ONE_IN = 50;
const LIMIT_MS = 10_000;
const SHOWN = 10;

export async function benchReports(): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const tenant = await createTestTenant(database.ownerUrl);
    await fill(tenant, now);
    await sealPartitions({ now });
    await database.owner`vacuum (analyze)`;
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: 2 });
    const answers: Answer[] = [];
    for (const asked of reportsOf(tenant, now)) answers.push(...(await askAll(asked)));
    tell(answers);
  } finally {
    await database.stop();
  }
}

async function fill(tenant: TestTenant, now: Date): Promise<void> {
  const tenantDomain = `${tenant.slug}.example`;
  const { elapsedMs } = await generateForTenant(tenant.scope, {
    ...{ events: EVENTS, days: DAYS, seed: "bench", now, tenantDomain },
  });
  progress(`Stored ${EVENTS} sign-ins in ${Math.round(elapsedMs / 1000)} s`);
  const count = Math.ceil(EVENTS / ONE_IN);
  const step = (DAYS * DAY_MS) / count;
  const AT_ONCE = 5_000;
  for (let from = 0; from < count; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => from + index);
    const at = (n: number) => new Date(now.getTime() - 60_000 - n * step).toISOString();
    const records = numbers.flatMap((n) => [auditOf(n, at(n)), provisioningOf(n, at(n))]);
    await ingestRecords(tenant.scope, asRecords(records), { source: "bench" });
  }
  progress(`Stored ${count} audits and as many provisioning records`);
}

function auditOf(n: number, at: string): JsonObject {
  return {
    ...{ id: `audit-${n}`, activityDateTime: at, activityDisplayName: `Activity ${n % 60}`, correlationId: `c-${n}` },
    ...{
      category: `Category ${n % 8}`,
      loggedByService: `Service ${n % 5}`,
      result: n % 9 === 0 ? "failure" : "success",
    },
    initiatedBy:
      n % 3 === 0
        ? { user: null, app: { appId: `app-${n % 40}`, displayName: `App ${n % 40}` } }
        : {
            user: { id: `u-${n % 900}`, displayName: `User ${n % 900}`, userPrincipalName: `u${n % 900}@x.example` },
            app: null,
          },
    targetResources: [
      { id: `t-${n % 5_000}`, displayName: `Target ${n % 5_000}`, type: "User", modifiedProperties: [] },
    ],
  };
}

function provisioningOf(n: number, at: string): JsonObject {
  const thing = (name: string, of: number) => ({ id: `${name}-${n % of}`, displayName: `${name} ${n % of}` });
  return {
    ...{
      id: `p-${n}`,
      activityDateTime: at,
      jobId: `job-${n % 12}`,
      cycleId: `cycle-${n % 4_000}`,
      changeId: `ch-${n}`,
    },
    ...{ provisioningAction: n % 4 === 0 ? "create" : "update", durationInMilliseconds: n % 500 },
    provisioningStatusInfo: { status: n % 11 === 0 ? "failure" : "success" },
    ...{ sourceSystem: thing("source", 4), targetSystem: thing("target", 9) },
    ...{ sourceIdentity: thing("person", 5_000), targetIdentity: thing("account", 5_000) },
  };
}

interface Asked {
  report: string;
  properties: readonly ReportProperty[];
  /** What is asked beside each condition. */
  beside?: (property: ReportProperty) => string | undefined;
  ask: ($filter: string | undefined) => Promise<ReportPage>;
}

const USERS = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')";
const SERVICES = "signInEventTypes/any(t: t eq 'servicePrincipal' or t eq 'managedIdentity')";

function reportsOf({ scope }: TestTenant, now: Date): Asked[] {
  const paramsOf = (filter: string | undefined) => new URLSearchParams(filter === undefined ? {} : { $filter: filter });
  const signIns = (version: "v1.0" | "beta") => ({
    ...{ report: `${version} signIns`, properties: SIGN_IN_FILTERS[version] },
    ask: (filter: string | undefined) => listSignInReport(scope, { version, params: paramsOf(filter), now }),
  });
  const activities = <Field extends string>(
    name: string,
    which: ActivityReport<Field>,
    properties: readonly ReportProperty[],
  ) => ({
    ...{ report: name, properties },
    ask: (filter: string | undefined) =>
      listActivityReport(scope, which, { version: "v1.0", params: paramsOf(filter), now }),
  });
  const path = "auditLogs/getSummarizedNonInteractiveSignIns(aggregationWindow='d1')";
  return [
    signIns("v1.0"),
    {
      ...signIns("beta"),
      beside: ({ path: name }) => {
        if (name === "signInEventTypes") return undefined;
        return name.startsWith("servicePrincipal") ? SERVICES : USERS;
      },
    },
    activities("directoryAudits", DIRECTORY_AUDITS, AUDIT_FILTERS),
    activities("provisioning", PROVISIONING, PROVISIONING_FILTERS),
    {
      ...{ report: "summarized", properties: SUMMARY_FILTERS },
      ask: (filter) => summarizeSignIns(scope, { path, params: paramsOf(filter), now }),
    },
  ];
}

interface Answer {
  question: string;
  ms: number;
  records: number;
  /** False where the page leads on to what was not searched in time. */
  whole: boolean;
  /** Answered by 504. */
  gaveUp: boolean;
}

async function askAll({ report: name, properties, beside, ask }: Asked): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const property of properties) {
    const extra = beside?.(property);
    const known = await ask(extra);
    const value = known.records
      .map((record) => valueAt(JSON.parse(record), property.path))
      .find((each) => each !== undefined);
    for (const operator of property.operators) {
      for (const tried of [value, ABSENT[property.kind]]) {
        if (tried === undefined) continue;
        const condition = conditionOf(property, operator, tried);
        const filter = extra === undefined ? condition : `${extra} and ${condition}`;
        answers.push(await answerTo(`${name}: ${condition}`, () => ask(filter)));
      }
    }
  }
  progress(`${name}: ${answers.length} questions`);
  return answers;
}

async function answerTo(question: string, ask: () => Promise<ReportPage>): Promise<Answer> {
  let page: ReportPage | undefined;
  const ms = await timed(async () => {
    try {
      page = await ask();
    } catch (error) {
      if (!(error instanceof TooSlowError)) throw new Error(question, { cause: error });
    }
  });
  const records = page?.records.length ?? 0;
  return { question, ms, records, whole: records === 1_000 || page?.link === undefined, gaveUp: page === undefined };
}

/** Values that no record has. */
const ABSENT: Record<ReportProperty["kind"], string | number> = {
  ...{ text: "nothing of the kind", texts: "nothing of the kind" },
  ...{ number: 987_654, time: new Date(Date.now() - 10 * DAY_MS).toISOString() },
};

/** The value at a path such as `status/errorCode`, in the first of several; undefined where there is none. */
function valueAt(value: JsonValue | undefined, path: string): string | number | undefined {
  const at = path.split("/").reduce<JsonValue | undefined>((inside, name) => {
    const one = Array.isArray(inside) ? inside[0] : inside;
    return one !== null && typeof one === "object" && !Array.isArray(one) ? one[name] : undefined;
  }, value);
  const one = Array.isArray(at) ? at[0] : at;
  return (typeof one === "string" && one !== "") || typeof one === "number" ? one : undefined;
}

function conditionOf({ path, kind }: ReportProperty, operator: ReportOperator, value: string | number): string {
  const text = String(value);
  const written = operator === "startsWith" ? text.slice(0, Math.ceil(text.length / 2)) : text;
  const literal = kind === "number" || kind === "time" ? written : `'${written.replaceAll("'", "''")}'`;
  const compared = (name: string) =>
    operator === "startsWith" ? `startsWith(${name},${literal})` : `${name} ${operator} ${literal}`;
  if (kind !== "texts") return compared(path);
  const [list = "", inside] = path.split("/");
  return `${list}/any(t: ${compared(inside === undefined ? "t" : `t/${inside}`)})`;
}

function tell(answers: readonly Answer[]): void {
  const slowest = [...answers].sort((a, b) => b.ms - a.ms);
  const limit = { atMost: LIMIT_MS };
  for (const { question, ms, records, whole, gaveUp } of slowest.slice(0, SHOWN)) {
    report({ ...{ bench: "reports", figure: question, value: ms, unit: "ms", limit }, records, whole, gaveUp });
  }
  const [worst] = slowest;
  report({
    ...{ bench: "reports", figure: `slowest of ${answers.length} questions to ${EVENTS} sign-ins` },
    ...{ value: worst?.ms ?? 0, unit: "ms", limit, medianMs: round(slowest[Math.floor(slowest.length / 2)]?.ms ?? 0) },
    ledOn: answers.filter(({ whole }) => !whole).length,
  });
  report({
    ...{ bench: "reports", figure: "questions answered by 504", unit: "questions", limit: { atMost: 0 } },
    value: answers.filter(({ gaveUp }) => gaveUp).length,
  });
}
