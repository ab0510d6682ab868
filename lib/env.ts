/**
 * Every setting, written once: what it is called, what is allowed, what it is when unset. The only place that reads
 * `process.env`; the plain-JS launchers in `lib/cli` only pass it on to the processes that they start.
 */
import { z } from "zod";

export const DEFAULT_DEMO_PASSWORD = "signbook-demo";

/** Settings whose value is never printed, because it is a secret or may carry one. */
const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "REDIS_URL",
  "SMTP_URL",
  "AUTH_SECRET",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
  "DEMO_PASSWORD",
  "METRICS_TOKEN",
]);

/** In each entry the message says what is allowed: it is printed beside what was found. */
const settings = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  APP_URL: url(["http:", "https:"], "the address people open, such as https://signbook.example, without a path")
    .refine((value) => new URL(value).pathname === "/" && !/[?#]/.test(value), {
      error: "the address people open, such as https://signbook.example, without a path",
    })
    .transform((value) => new URL(value).origin)
    .optional(),
  DATA_DIR: z.string().default("./.data"),
  DATABASE_URL: url(["postgres:", "postgresql:"], "postgres://user:password@host:port/database").optional(),
  DATABASE_OWNER_URL: url(["postgres:", "postgresql:"], "postgres://owner:password@host:port/database").optional(),
  DATABASE_PORT: wholeNumber(0, 65_535).default(0),
  REDIS_URL: url(["redis:", "rediss:"], "redis://host:port or rediss://host:port").optional(),
  SMTP_URL: url(["smtp:", "smtps:"], "smtp://user:password@host:port or smtps://…").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, "a sender, such as Signbook <signbook@company.example>")
    .default("Signbook <signbook@localhost>"),
  AUTH_SECRET: z.string().min(32, "at least 32 characters that nobody can guess").optional(),
  S3_ENDPOINT: url(["http:", "https:"], "https://host of the storage").optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  DEMO: flag().optional(),
  DEMO_PASSWORD: z.string().min(8, "at least 8 characters").default(DEFAULT_DEMO_PASSWORD),
  EXPORT_RECORD_CAP: wholeNumber(1, 100_000_000).default(100_000),
  REPORT_RATE_LIMIT: z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,4}s$/, "requests per seconds, such as 5/10s")
    .default("5/10s")
    .transform(parseRateLimit),
  TRUST_PROXY: wholeNumber(0, 20).default(0),
  OUTBOUND_ALLOW_PRIVATE: flag().default(false),
  IP_DATABASE: z.string().optional(),
  METRICS_TOKEN: z.string().min(16, "at least 16 characters that nobody can guess").optional(),
});

export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

type Settings = z.output<typeof settings>;

/** The settings in force. Field names are the names in the environment. */
export type Env = Readonly<Omit<Settings, "APP_URL" | "DEMO"> & { APP_URL: string; DEMO: boolean }>;

/** An Env in which some settings, optional otherwise, are known to be there. */
export type EnvWith<Name extends keyof Env> = Env & { readonly [K in Name]-?: NonNullable<Env[K]> };

/** Wrong settings, all of them at once; the message is meant to be printed as it stands. */
export class EnvError extends Error {
  override readonly name = "EnvError";

  constructor(readonly problems: Readonly<Record<string, string>>) {
    const lines = Object.entries(problems).map(([name, problem]) => `  ${name}: ${problem}`);
    const count = lines.length === 1 ? "A setting is wrong" : `${lines.length} settings are wrong`;
    super([`${count}:`, ...lines].join("\n"));
  }
}

/**
 * Reads and checks the settings; an empty value counts as unset.
 * @param source the environment.
 * @param required settings that this program cannot do without although they are optional for others.
 * @returns a frozen object; `APP_URL` and `DEMO` are filled in from the others.
 * @throws EnvError that names every wrong setting, what was found (never a secret) and what is allowed.
 */
export function readEnv<Name extends keyof Env = never>(
  source: Readonly<Record<string, string | undefined>> = process.env,
  required: readonly Name[] = [],
): EnvWith<Name> {
  const given = Object.fromEntries(
    Object.keys(settings.shape)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = settings.safeParse(given);
  const problems: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    problems[name] ??= `found ${shown(name, given[name])}; allowed: ${issue.message}`;
  }
  for (const name of required) {
    if (given[name] === undefined) problems[name] ??= "not set, and this program needs it";
  }
  Object.assign(problems, crossChecks(given, problems));
  if (!parsed.success || Object.keys(problems).length > 0) throw new EnvError(problems);
  return Object.freeze(withDefaults(parsed.data)) as EnvWith<Name>;
}

let current: Env | undefined;

/** The settings of this process, read once, at the first call. @throws EnvError as {@link readEnv} does. */
export function env(): Env {
  current ??= readEnv();
  return current;
}

/** next-auth learns its own address from the environment and from nowhere else. */
export function shareAddressWithNextAuth(): void {
  process.env.NEXTAUTH_URL = env().APP_URL;
}

/** For entry points: the settings, or the printed list of what is wrong with them and exit code 1. */
export function readEnvOrExit<Name extends keyof Env = never>(required: readonly Name[] = []): EnvWith<Name> {
  try {
    return readEnv(process.env, required);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * The environment for a process that we start: what this one has (PATH and the like), without any of our settings
 * except those given, and without the variables that would make PostgreSQL or Next behave differently from machine
 * to machine.
 */
export function childEnvironment(given: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const foreign = /^(PG[A-Z_]+|LC_[A-Z]+|LANG|LANGUAGE|NODE_ENV)$/;
  const merged = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !(name in settings.shape) && !foreign.test(name)),
    ),
    NEXT_TELEMETRY_DISABLED: "1",
    TZ: "UTC",
    ...given,
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
}

/** The settings as a process that we start reads them back: the same Env. */
export function asVariables(from: Env): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue;
    if (typeof value === "boolean") variables[name] = value ? "1" : "0";
    else if (typeof value === "object") variables[name] = `${value.requests}/${value.seconds}s`;
    else variables[name] = String(value);
  }
  return variables;
}

export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function withDefaults(parsed: Settings): Env {
  return {
    ...parsed,
    APP_URL: parsed.APP_URL ?? `http://${addressOf(parsed.HOST)}:${parsed.PORT}`,
    DEMO: parsed.DEMO ?? parsed.DATABASE_URL === undefined,
  };
}

/** A wildcard address cannot be opened in a browser, so it stands for this machine, as loopback does. */
function addressOf(host: string): string {
  if (isLoopbackHost(host) || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** Rules over several settings; a setting that is wrong by itself is not named twice. */
function crossChecks(given: Readonly<Record<string, string | undefined>>, known: Readonly<Record<string, string>>) {
  const problems: Record<string, string> = {};
  const demo = given.DEMO === undefined ? given.DATABASE_URL === undefined : given.DEMO === "1";
  const password = given.DEMO_PASSWORD ?? DEFAULT_DEMO_PASSWORD;
  if (given.HOST && !known.HOST && demo && !isLoopbackHost(given.HOST) && password === DEFAULT_DEMO_PASSWORD) {
    problems.DEMO_PASSWORD = `the default is refused with HOST=${given.HOST}, because others could sign in with it; set another one, or DEMO=0`;
  }
  const parts = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"];
  const present = parts.filter((name) => given[name] !== undefined);
  if (present.length > 0) {
    for (const name of parts) {
      if (given[name] === undefined) problems[name] = `not set, and needed together with ${present.join(", ")}`;
    }
  }
  if (given.DATABASE_OWNER_URL !== undefined && given.DATABASE_URL === undefined) {
    problems.DATABASE_URL = "not set, and needed together with DATABASE_OWNER_URL";
  }
  return problems;
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return "nothing";
  return SECRET_SETTINGS.has(name) ? `a value of ${value.length} characters (not shown)` : JSON.stringify(value);
}

function wholeNumber(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

function flag() {
  return z.enum(["0", "1"], "0 or 1").transform((value) => value === "1");
}

function url(protocols: readonly string[], error: string) {
  return z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error,
    abort: true,
  });
}

function parseRateLimit(value: string): RateLimit {
  const [requests = "", seconds = ""] = value.replace("s", "").split("/");
  return { requests: Number(requests), seconds: Number(seconds) };
}

/** The folder where the command was given: programs themselves run in the project's folder. */
export function invocationFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}
