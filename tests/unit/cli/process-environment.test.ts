import { expect, it } from "vitest";
import { webEnvironment, workerEnvironment } from "@/lib/cli/process-environment";
import { readEnv } from "@/lib/env";

const settings = {
  env: readEnv({
    DATABASE_URL: "postgres://app:a@host/db",
    DATABASE_OWNER_URL: "postgres://owner:o@host/db",
    DEMO: "1",
    PORT: "4000",
  }),
  database: { appUrl: "postgres://app:a@host/db", ownerUrl: "postgres://owner:o@host/db" },
  authSecret: "x".repeat(40),
  dev: false,
};

it("never tells the web process how to become the schema's owner", () => {
  const variables = webEnvironment(settings);
  expect(JSON.stringify(variables)).not.toContain("owner:o@host");
  expect(variables).toMatchObject({ DATABASE_URL: "postgres://app:a@host/db", AUTH_SECRET: settings.authSecret });
});

it("gives the worker both connections", () => {
  expect(workerEnvironment(settings)).toMatchObject({
    DATABASE_URL: "postgres://app:a@host/db",
    DATABASE_OWNER_URL: "postgres://owner:o@host/db",
  });
});

it("passes on what was decided, so that no process decides differently", () => {
  expect(readEnv(webEnvironment(settings))).toMatchObject({ DEMO: true, PORT: 4000, APP_URL: "http://localhost:4000" });
});
