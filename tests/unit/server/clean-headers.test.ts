import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { cleanHeaders } from "@/lib/server/clean-headers";

const APP_URL = "https://signbook.example";

function requestWith(headers: Record<string, string>, url = "/acorn?user=ada"): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: "192.0.2.1" });
  const request = new IncomingMessage(socket);
  request.url = url;
  request.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  request.rawHeaders = Object.entries(headers).flat();
  return request;
}

const HOSTILE = {
  Host: "signbook.example",
  "X-Forwarded-For": "127.0.0.1",
  "X-Forwarded-Host": "evil.example",
  "X-Forwarded-Proto": "https",
  "X-Real-IP": "127.0.0.1",
  Forwarded: "for=127.0.0.1",
  "X-Signbook-Client-Ip": "127.0.0.1",
  "X-Signbook-Request-Id": "mine",
  "X-Signbook-Anything": "mine",
};

describe("cleanHeaders", () => {
  it("lets nothing through that a client claims about itself", () => {
    const request = requestWith(HOSTILE);
    expect(cleanHeaders(request, "id-1", { trustedHops: 0, appUrl: APP_URL })).toBe("192.0.2.1");
    expect(request.headers).toEqual({
      host: "signbook.example",
      "x-forwarded-for": "192.0.2.1",
      "x-signbook-client-ip": "192.0.2.1",
      "x-signbook-path": "/acorn?user=ada",
      "x-signbook-request-id": "id-1",
      "x-signbook-forwarded": "1",
    });
    const raw = request.rawHeaders.join(" ");
    for (const claim of ["127.0.0.1", "evil.example", "mine"]) expect(raw).not.toContain(claim);
  });

  it("tells a request that came straight from one that was passed on", () => {
    const request = requestWith({ Host: "localhost" });
    cleanHeaders(request, "id-1", { trustedHops: 0, appUrl: APP_URL });
    expect(request.headers["x-signbook-forwarded"]).toBe("0");
  });

  it("believes a trusted proxy's entry, and takes scheme and host from the setting, never from the header", () => {
    const request = requestWith({ ...HOSTILE, "X-Forwarded-For": "127.0.0.1, 203.0.113.9" });
    expect(cleanHeaders(request, "id-1", { trustedHops: 1, appUrl: APP_URL })).toBe("203.0.113.9");
    expect(request.headers).toMatchObject({
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "signbook.example",
    });
  });
});
