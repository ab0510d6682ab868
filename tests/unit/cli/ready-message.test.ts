import { expect, it } from "vitest";
import { readyMessage } from "@/lib/cli/ready-message";
import { readEnv } from "@/lib/env";

const message = (source: Record<string, string>) =>
  readyMessage({ env: readEnv(source), dataDir: "/srv/signbook", seconds: 1.26 });

it("says where the site is, who can sign in and where the data lies", () => {
  const text = message({ PORT: "3100" });
  for (const part of ["http://localhost:3100", "admin@acorn.example", "signbook-demo", "/srv/signbook", "(1.3 s)"]) {
    expect(text).toContain(part);
  }
});

it("does not print a password that somebody chose", () => {
  expect(message({ DEMO_PASSWORD: "chosen-by-me" })).not.toContain("chosen-by-me");
});

it("names no accounts where no demo is loaded", () => {
  expect(message({ DEMO: "0" })).not.toContain("@acorn.example");
});
