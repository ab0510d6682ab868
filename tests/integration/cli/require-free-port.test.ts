import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FatalError } from "@/lib/cli/fatal-error";
import { requireFreePort } from "@/lib/cli/require-free-port";

const HOST = "127.0.0.1";

let server: Server;
let PORT: number;

beforeEach(async () => {
  server = createServer().listen(0, HOST);
  await once(server, "listening");
  PORT = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.close();
});

describe("requireFreePort", () => {
  it("names the setting and a way out when another program listens there", async () => {
    const attempt = requireFreePort({ HOST, PORT }, () => false);
    await expect(attempt).rejects.toThrow(FatalError);
    await expect(attempt).rejects.toThrow(new RegExp(`PORT ${PORT} .*is taken.*PORT=${PORT + 1} npm start`, "s"));
  });

  it("waits for what is left of a killed run to end", async () => {
    await expect(
      requireFreePort({ HOST, PORT }, () => {
        server.close();
        return true;
      }),
    ).resolves.toBeUndefined();
  });

  it("names HOST when that is no address of this machine", async () => {
    await expect(requireFreePort({ HOST: "192.0.2.1", PORT }, () => false)).rejects.toThrow(/HOST 192\.0\.2\.1/);
  });

  it("is content with a free port", async () => {
    server.close();
    await once(server, "close");
    await expect(requireFreePort({ HOST, PORT }, () => false)).resolves.toBeUndefined();
  });
});
