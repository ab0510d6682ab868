/**
 * The web process: our own HTTP server, with Next behind it. Run by `lib/cli/start.ts`, or alone on a machine that
 * serves the site only: `node lib/cli/run.mjs lib/server/main.ts`, with DATABASE_URL and AUTH_SECRET set.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import next from "next";
import { type Env, readEnvOrExit } from "@/lib/env";
import { log } from "@/lib/log";
import { openPlaces } from "@/lib/services/authentication/locate-address";
import { applyAnswerHead } from "./answer-head";
import { cleanHeaders } from "./clean-headers";
import { handleIngest, isIngest } from "./ingest-door";
import { logRequest } from "./request-log";

const HEADERS_TIMEOUT_MS = 30_000;
/** 64 MiB at 100 kB/s take eleven minutes. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;
/** Longer than the proxies in use wait (60 s), so that it is they who close an idle connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const SHUTDOWN_GRACE_MS = 10_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

await main();

async function main(): Promise<void> {
  const env = readEnvOrExit(["DATABASE_URL", "AUTH_SECRET"]);
  await requirePlaces(env);
  const dev = process.argv.includes("--dev");
  let handle: Handler = async (_request, response) => {
    response.writeHead(503, { "retry-after": "2" }).end("Starting\n");
  };
  const server = makeServer(env, (request, response) => handle(request, response));
  const app = next({ dev, dir: process.cwd(), hostname: env.HOST, port: env.PORT, httpServer: server, quiet: !dev });
  exitOnFailure();
  await app.prepare();
  const handleByNext = app.getRequestHandler();
  handle = (request, response) => (isIngest(request) ? handleIngest : handleByNext)(request, response);
  await listen(server, env);
  stopOnSignal(server, () => app.close());
  log.info({ address: `http://${env.HOST}:${env.PORT}` }, "web ready");
  process.send?.("ready");
}

/** A setting that cannot be used is named at start, not at the first sign-in. */
async function requirePlaces({ IP_DATABASE }: Env): Promise<void> {
  if (!IP_DATABASE) return;
  try {
    await openPlaces(IP_DATABASE);
  } catch (error) {
    log.fatal({ err: error }, `IP_DATABASE: ${IP_DATABASE} cannot be read as an MMDB file`);
    process.exit(1);
  }
}

function makeServer(env: Env, handle: Handler): Server {
  const trust = { trustedHops: env.TRUST_PROXY, appUrl: env.APP_URL };
  const server = createServer(async (request, response) => {
    const requestId = randomUUID();
    const client = cleanHeaders(request, requestId, trust);
    response.setHeader("request-id", requestId);
    logRequest(log, request, response, { requestId, client });
    applyAnswerHead(requestId, response);
    try {
      await handle(request, response);
    } catch (error) {
      log.error({ err: error, requestId }, "request failed");
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("Something went wrong. The log has the details under this request's id.\n");
    }
  });
  // Before Next's own listener, which a development server uses to push changes to the browser.
  server.on("upgrade", (request) => void cleanHeaders(request, randomUUID(), trust));
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  return server;
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      log.fatal({ err: error }, `cannot listen on ${env.HOST}:${env.PORT} (settings HOST and PORT)`);
      process.exit(1);
    });
    server.listen({ host: env.HOST, port: env.PORT }, resolve);
  });
}

/** Takes no new requests, finishes those that run, and ends. */
function stopOnSignal(server: Server, closeApp: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const closed = new Promise((resolve) => server.close(resolve));
    setTimeout(() => server.closeAllConnections(), SHUTDOWN_GRACE_MS).unref();
    await closed;
    await closeApp();
    log.info("web stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}

/** After an exception nobody caught, the state of the process is unknown: its supervisor starts a fresh one. */
function exitOnFailure(): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "uncaught exception");
    process.exit(1);
  });
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
}
