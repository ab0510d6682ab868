import type { AcquiredDatabase } from "@/lib/cli/embedded-postgres/acquire-database";
import type { LocalMail } from "@/lib/cli/local-mail";
import { asVariables, childEnvironment, type Env } from "@/lib/env";

export interface ProcessSettings {
  readonly env: Env;
  readonly database: Pick<AcquiredDatabase, "ownerUrl" | "appUrl">;
  readonly authSecret: string;
  readonly dev: boolean;
  /** The catcher that stands in for a mail server. */
  readonly mail?: LocalMail | undefined;
}

/**
 * Of Node.js, for the web process. By default it lets the heap grow to four times of what is in use before it collects
 * in earnest: measured 510 MB resident under a stream of events, about 340 MB with this. A limit to the heap instead
 * makes it collect far more often (a fifth more time per event), and ends the process where it is passed.
 */
export const WEB_NODE_FLAGS: readonly string[] = ["--heap-growing-percent=100"];

/** The environment of the web process: it never learns how to become the owner of the schema. */
export function webEnvironment({ env, database, authSecret, dev, mail }: ProcessSettings): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _, ...variables } = asVariables(env);
  return childEnvironment({
    ...variables,
    DATABASE_URL: database.appUrl,
    AUTH_SECRET: authSecret,
    ...(mail ? { SMTP_URL: mail.smtpUrl } : {}),
    NODE_ENV: dev ? "development" : "production",
  });
}

/** The environment of the worker, which makes, seals and drops partitions and so needs the owner's connection. */
export function workerEnvironment(settings: ProcessSettings): NodeJS.ProcessEnv {
  return { ...webEnvironment(settings), DATABASE_OWNER_URL: settings.database.ownerUrl };
}
