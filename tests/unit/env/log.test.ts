import { expect, it } from "vitest";
import { createLog } from "@/lib/log";

function logged(fields: object): Record<string, unknown> {
  const lines: string[] = [];
  createLog({ write: (line: string) => void lines.push(line) }).info(fields, "message");
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? "");
}

it("writes one JSON object with time, level as a word and message", () => {
  const line = logged({ requestId: "r1" });
  expect(line).toMatchObject({ level: "info", requestId: "r1", msg: "message" });
  expect(new Date(String(line.time)).toISOString()).toBe(line.time);
});

it("removes secrets wherever they stand", () => {
  const secret = "hunter2";
  const line = logged({
    password: secret,
    authorization: secret,
    headers: { authorization: secret, cookie: secret, "set-cookie": secret },
    body: { code: secret, client_secret: secret, nested: { access_token: secret } },
    code: secret,
  });
  expect(JSON.stringify(line)).not.toContain(secret);
});

it("keeps the code of an error, which is none of these", () => {
  const error = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  expect(logged({ err: error })).toMatchObject({ err: { code: "ECONNREFUSED", message: "refused" } });
});
