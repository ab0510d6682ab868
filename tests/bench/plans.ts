/** Collects the statements of a run and looks at their plans, as the application's role with its row-level security. */
import postgres from "postgres";
import type { BenchDatabase } from "./harness";

export interface PlanProblem {
  table: string;
  statement: string;
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: PlanNode[];
}

/** PostgreSQL rightly reads small tables whole. */
const LARGE_TABLE_ROWS = 10_000;

export class StatementLog {
  readonly #statements = new Map<string, readonly unknown[]>();

  get size(): number {
    return this.#statements.size;
  }

  /** To be given to the connection; keeps one set of parameters per statement that reads sign-ins. */
  readonly listener = (statement: string, parameters: readonly unknown[]): void => {
    if (/^\s*(select|\(select)/i.test(statement) && /sign_in/.test(statement))
      this.#statements.set(statement, parameters);
  };

  /** Plans that read a table of more than {@link LARGE_TABLE_ROWS} rows from end to end. */
  async findSequentialScans({ appUrl, owner }: BenchDatabase, tenantId: string): Promise<PlanProblem[]> {
    const rows = await owner`select relname from pg_class where relkind = 'r' and reltuples > ${LARGE_TABLE_ROWS}`;
    const large = new Set(rows.map((row) => String(row.relname)));
    const app = postgres(appUrl, { max: 1, connection: { plan_cache_mode: "force_custom_plan", TimeZone: "UTC" } });
    const problems: PlanProblem[] = [];
    try {
      for (const [statement, parameters] of this.#statements) {
        const plan = await app.begin(async (tx) => {
          await tx`select app.set_tenant(${tenantId}::uuid)`;
          const [row] = await tx.unsafe(`explain (format json) ${statement}`, parameters as never[]);
          const plans = (row?.["QUERY PLAN"] ?? []) as { Plan: PlanNode }[];
          return plans[0]?.Plan;
        });
        for (const table of sequentialScans(plan)) if (large.has(table)) problems.push({ table, statement });
      }
    } finally {
      await app.end();
    }
    return problems;
  }
}

function sequentialScans(node: PlanNode | undefined): string[] {
  if (!node) return [];
  const own = node["Node Type"] === "Seq Scan" && node["Relation Name"] ? [node["Relation Name"]] : [];
  return [...own, ...(node.Plans ?? []).flatMap(sequentialScans)];
}
