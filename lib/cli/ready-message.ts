import { DEFAULT_DEMO_PASSWORD, type Env } from "@/lib/env";
import { DEMO_ACCOUNTS, DEMO_TENANTS } from "@/lib/services/demo/demo-tenants";

export interface ReadyFacts {
  readonly env: Pick<Env, "APP_URL" | "DEMO" | "DEMO_PASSWORD" | "DATA_DIR" | "DATABASE_URL">;
  readonly dataDir: string;
  /** Where mails can be read that nobody sends on. */
  readonly mailUrl?: string;
  readonly seconds: number;
}

/** The lines that `npm start` ends with: where the site is, who can sign in, where the data lies, how to stop. */
export function readyMessage({ env, dataDir, mailUrl, seconds }: ReadyFacts): string {
  const rows: [string, string][] = [["Site", env.APP_URL]];
  if (env.DEMO) {
    const isDefault = env.DEMO_PASSWORD === DEFAULT_DEMO_PASSWORD;
    const [first, ...others] = DEMO_ACCOUNTS.map(({ account }) => `${account}@`);
    rows.push(
      ["Sign in as", `${first}${DEMO_TENANTS[0]?.domain}`],
      ["Password", isDefault ? DEFAULT_DEMO_PASSWORD : "as set in DEMO_PASSWORD"],
      ["Other accounts", `${others.join(" ")} of each tenant`],
      ["Demo tenants", DEMO_TENANTS.map(({ domain, license }) => `${domain} (${license})`).join(", ")],
    );
  }
  if (mailUrl) rows.push(["Mails", `${mailUrl} (caught here, because SMTP_URL is not set)`]);
  rows.push(["Data", env.DATABASE_URL ? `${dataDir}, and the database of DATABASE_URL` : dataDir], ["Stop", "Ctrl-C"]);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
  return ["", `Signbook is ready (${seconds.toFixed(1)} s)`, "", ...lines, ""].join("\n");
}
