import { createServer } from "node:net";

/**
 * Tries whether a program could listen there now.
 * @returns undefined when it could; otherwise why not: `EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, …
 */
export async function whyNotListen(host: string, port: number): Promise<string | undefined> {
  const { problem } = await tryListen(host, port);
  return problem;
}

/** A port of the loopback address that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const { port, problem } = await tryListen("127.0.0.1", 0);
  if (port === undefined) throw new Error(`This machine gives out no free port on 127.0.0.1 (${problem}).`);
  return port;
}

function tryListen(host: string, port: number): Promise<{ port?: number; problem?: string }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve({ problem: error.code ?? error.message }));
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? { port: address?.port } : {}));
    });
  });
}
