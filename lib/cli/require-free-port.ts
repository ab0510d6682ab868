import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "@/lib/env";
import { FatalError } from "./fatal-error";
import { whyNotListen } from "./free-port";

/** Processes of a killed run notice it and end within this time. */
const LEFTOVERS_LIMIT_MS = 20_000;
const POLL_MS = 250;

/**
 * Makes sure that the web process will be able to listen.
 * @param mayComeFree whether what holds the port may be left from a killed run, which ends soon: waits for it then.
 * @throws FatalError that names the setting and says what to do.
 */
export async function requireFreePort(
  { HOST, PORT }: Pick<Env, "HOST" | "PORT">,
  mayComeFree: () => boolean,
): Promise<void> {
  const deadline = performance.now() + LEFTOVERS_LIMIT_MS;
  for (;;) {
    const problem = await whyNotListen(HOST, PORT);
    if (problem === undefined) return;
    const isTaken = problem === "EADDRINUSE";
    if (!isTaken || !mayComeFree() || performance.now() > deadline) throw new FatalError(explain(problem, HOST, PORT));
    await sleep(POLL_MS);
  }
}

function explain(problem: string, host: string, port: number): string {
  if (problem === "EADDRINUSE") {
    return `PORT ${port} on ${host} is taken by another program.\nEnd that program, or choose another port: PORT=${port + 1} npm start`;
  }
  if (problem === "EACCES") {
    return `PORT ${port} may not be opened by this user.\nChoose a port above 1023, for example PORT=3000, and put a proxy in front.`;
  }
  return `HOST ${host} is not an address of this machine (${problem}).\nSet HOST to 127.0.0.1, to 0.0.0.0 or to one of the machine's own addresses.`;
}
