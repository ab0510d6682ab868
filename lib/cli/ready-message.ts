import type { Env } from "@/lib/env";
import { DEFAULT_DEMO_PASSWORD } from "@/lib/env";

const DEMO_NAMES = ["globalreader@", "secadmin@", "secreader@", "reports@", "user@"];
const DEMO_TENANTS = ["acorn (premium_p2)", "birch (premium_p1)", "cedar (free)"];

export interface ReadyFacts {
  readonly env: Pick<Env, "APP_URL" | "DEMO" | "DEMO_PASSWORD" | "DATA_DIR" | "DATABASE_URL">;
  readonly dataDir: string;
  readonly seconds: number;
}

/** The lines that `npm start` ends with: where the site is, who can sign in, where the data lies, how to stop. */
export function readyMessage({ env, dataDir, seconds }: ReadyFacts): string {
  const rows: [string, string][] = [["Site", env.APP_URL]];
  if (env.DEMO) {
    const isDefault = env.DEMO_PASSWORD === DEFAULT_DEMO_PASSWORD;
    rows.push(
      ["Sign in as", "admin@acorn.example"],
      ["Password", isDefault ? DEFAULT_DEMO_PASSWORD : "as set in DEMO_PASSWORD"],
      ["Other accounts", `${DEMO_NAMES.join(" ")} of each tenant`],
      ["Demo tenants", `${DEMO_TENANTS.join(", ")}; their domains are acorn.example and so on`],
    );
  }
  rows.push(["Data", env.DATABASE_URL ? `${dataDir}, and the database of DATABASE_URL` : dataDir], ["Stop", "Ctrl-C"]);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
  return ["", `Signbook is ready (${seconds.toFixed(1)} s)`, "", ...lines, ""].join("\n");
}
