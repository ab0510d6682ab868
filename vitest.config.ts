import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { SlowFirst } from "./tests/setup/slow-first";

const root = path.dirname(fileURLToPath(import.meta.url));

/** Each kind of test has the machine to itself, the quick ones first: a browser beside a load test is neither. */
export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // It throws outside Next, where it guards what must not reach the browser.
      "server-only": path.join(root, "node_modules", "server-only", "empty.js"),
    },
  },
  test: {
    pool: "forks",
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          setupFiles: ["tests/setup/as-new.ts", "tests/setup/console-error.ts"],
          env: { TZ: "UTC" },
          isolate: false,
          testTimeout: 10_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0, setupFiles: "list" },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/setup/tools.ts", "tests/setup/database-server.ts"],
          setupFiles: ["tests/setup/as-new.ts", "tests/setup/console-error.ts"],
          env: { TZ: "UTC", AUTH_SECRET: "a secret for tests only, of forty characters" },
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // More than processors: what starts and stops servers and programs waits for them much of its time.
          maxWorkers: 3,
          sequence: { groupOrder: 1, setupFiles: "list" },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/setup/tools.ts", "tests/setup/database-server.ts", "tests/setup/site.ts"],
          setupFiles: ["tests/setup/console-error.ts"],
          env: { TZ: "UTC", AUTH_SECRET: "a secret for tests only, of forty characters" },
          // Loading the driver and starting a browser would take longer than many a file's tests.
          isolate: false,
          testTimeout: 60_000,
          // A page may take its time on a busy machine.
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
