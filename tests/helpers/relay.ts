import { connect, createServer, type Server, type Socket } from "node:net";

export interface Relay {
  port: number;
  /** Ends every connection and refuses new ones, as a server that was stopped does. */
  cut(): Promise<void>;
  /** Lets connections through again; nothing happens where it does. */
  restore(): Promise<void>;
}

/** Stands between a program and a server on this machine, so that a test can take the server away from that program. */
export async function startRelay(targetPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let server = makeServer();
  const port = await listen(server, 0);

  function makeServer(): Server {
    return createServer((incoming) => {
      const outgoing = connect(targetPort, "127.0.0.1");
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        sockets.add(socket);
        socket.pipe(other);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }

  return {
    port,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async restore() {
      if (server.listening) return;
      server = makeServer();
      await listen(server, port);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}
