/**
 * The rest of `npm start`: build, database, migrations, demo, then the web process, the worker and, without a mail server,
 * a catcher of mails until Ctrl-C.
 */
import { closeConnections, connectTo } from "@/db/connections";
import { migrate } from "@/db/migrate";
import { childEnvironment, type Env, readEnv } from "@/lib/env";
import { loadDemoIfEmpty } from "@/lib/services/demo/load-demo";
import { ensureBuilt } from "./build.mjs";
import { openDataDir } from "./data-dir";
import { type AcquiredDatabase, acquireDatabase } from "./embedded-postgres/acquire-database";
import { APP_ROLE } from "./embedded-postgres/roles";
import { hasKilledUsers } from "./embedded-postgres/server-users";
import { printFailure, runMain } from "./fatal-error";
import { type LocalMail, planLocalMail } from "./local-mail";
import { type ProcessSettings, WEB_NODE_FLAGS, webEnvironment, workerEnvironment } from "./process-environment";
import { readyMessage } from "./ready-message";
import { requireFreePort } from "./require-free-port";
import { createStopRequest, StopRequested } from "./stop-request";
import { type ProcessOptions, SupervisedProcess } from "./supervised-process";
import { watchSources } from "./watch-sources";

const DATABASE_LOOK_INTERVAL_MS = 3000;
/** The web process finishes running requests for 10 s, the worker its jobs; both end at the same time. */
const STOP_LIMIT_MS = 12_000;
/** A build's start takes a second; a development server may compile for a while. */
const WEB_READY_AFTER_MS = 10 * 60_000;
const WORKER_READY_AFTER_MS = 4000;

const say = (line: string) => console.log(line);

await runMain(main);

async function main(): Promise<void> {
  const startedAt = performance.now();
  const dev = process.argv.includes("--dev");
  const env = readEnv();
  // This program migrates and starts the worker, whatever a web process alone could do without.
  if (env.DATABASE_URL !== undefined) readEnv(undefined, ["DATABASE_OWNER_URL"]);
  const stop = createStopRequest({ say });
  const dataDir = openDataDir(env.DATA_DIR);
  const undo: (() => Promise<void>)[] = [];
  let exitCode = 0;
  try {
    await requireFreePort(env, () => hasKilledUsers(dataDir.runDir));
    if (!dev) await stop.orElse(ensureBuilt());
    const acquiring = step("Database", () => acquireDatabase(env, { log: say }));
    // Also when the stop comes while it starts.
    undo.push(() =>
      acquiring.then(
        ({ release }) => release(),
        () => {},
      ),
    );
    const database = await stop.orElse(acquiring);
    await stop.orElse(prepareDatabase(env, database));
    const authSecret = env.AUTH_SECRET ?? dataDir.secrets.authSecret;
    const mail = await planLocalMail(env, dataDir.path);
    const processes = startProcesses({ env, database, authSecret, dev, mail });
    undo.push(() => stopProcesses(processes));
    stop.onForce(() => processes.map((each) => each.kill()));
    await stop.orElse(step("Web and worker", () => Promise.all(processes.map((each) => each.ready))));
    undo.push(watchDatabase(database));
    if (dev) undo.push(watchWorkerSources(processes));
    const seconds = (performance.now() - startedAt) / 1000;
    say(readyMessage({ env, dataDir: dataDir.path, mailUrl: mail?.webUrl, seconds }));
    await stop.requested;
  } catch (error) {
    if (!(error instanceof StopRequested)) {
      printFailure(error);
      exitCode = 1;
    }
  }
  for (const action of undo.reverse()) await action();
  if (exitCode === 0) say("Stopped");
  process.exit(exitCode);
}

async function prepareDatabase(env: Env, database: AcquiredDatabase): Promise<void> {
  const appRole = env.DATABASE_URL ? decodeURIComponent(new URL(env.DATABASE_URL).username) : APP_ROLE;
  await step("Schema", () => migrate({ ownerUrl: database.ownerUrl, appRole, log: say }));
  if (!env.DEMO) return;
  connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl });
  try {
    await step("Demo", () => loadDemoIfEmpty({ log: say }));
  } finally {
    await closeConnections();
  }
}

function startProcesses(settings: ProcessSettings): SupervisedProcess[] {
  const common = { write: say, report: (line: string) => console.error(line) };
  const entry = (file: string) => ["lib/cli/run.mjs", file, ...(settings.dev ? ["--dev"] : [])];
  return [
    new SupervisedProcess({
      ...common,
      name: "web",
      args: [...WEB_NODE_FLAGS, ...entry("lib/server/main.ts")],
      env: webEnvironment(settings),
      readyAfterMs: WEB_READY_AFTER_MS,
    }),
    new SupervisedProcess({
      ...common,
      name: "worker",
      args: entry("jobs/worker.ts"),
      env: workerEnvironment(settings),
      readyAfterMs: WORKER_READY_AFTER_MS,
    }),
    ...(settings.mail ? [mailCatcher(settings.mail, common)] : []),
  ];
}

function mailCatcher({ smtpPort, webPort, folder }: LocalMail, common: Pick<ProcessOptions, "write" | "report">) {
  return new SupervisedProcess({
    ...common,
    name: "mail catcher",
    args: ["lib/cli/run.mjs", "lib/cli/mail-catcher.ts", String(smtpPort), String(webPort), folder],
    env: childEnvironment({ NODE_ENV: "production" }),
    readyAfterMs: WORKER_READY_AFTER_MS,
  });
}

async function stopProcesses(processes: readonly SupervisedProcess[]): Promise<void> {
  say("\nStopping …");
  await Promise.all(processes.map((each) => each.stop(STOP_LIMIT_MS)));
}

/** The embedded server is a part like the others: when it dies it is started again, and that is said. */
function watchDatabase(database: AcquiredDatabase): () => Promise<void> {
  let looking: Promise<void> = Promise.resolve();
  let busy = false;
  const look = async () => {
    busy = true;
    try {
      if (await database.ensureRunning()) console.error("The database had stopped by itself. It runs again");
    } catch (error) {
      printFailure(error);
    }
    busy = false;
  };
  const timer = setInterval(() => {
    if (!busy) looking = look();
  }, DATABASE_LOOK_INTERVAL_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/** Next reloads the site by itself; the worker is started anew. */
function watchWorkerSources(processes: readonly SupervisedProcess[]): () => Promise<void> {
  const worker = processes[1];
  const end = watchSources(["jobs", "lib", "db"], () => {
    say("Sources have changed: starting the worker again");
    void worker?.restart(STOP_LIMIT_MS);
  });
  return async () => end();
}

/** Says what is being done and how long it took. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  say(`${name} …`);
  const result = await work();
  say(`${name}: ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}
