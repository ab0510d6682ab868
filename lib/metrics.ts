/** Figures for operators, kept per process. No tenant's name is ever a label. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

interface Metrics {
  registry: Registry;
  ingestedRecords: Counter<"result">;
  signInAttempts: Counter<"outcome">;
  passwordHashes: Counter;
  requestSeconds: Histogram<"door" | "method" | "status">;
}

/** On globalThis: a process may load this module more than once (server and pages), but counts once. */
const held = globalThis as typeof globalThis & { signbookMetrics?: Metrics };

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    ingestedRecords: new Counter({
      name: "signbook_ingest_records_total",
      help: "Records taken in, by what became of them.",
      labelNames: ["result"],
      registers,
    }),
    signInAttempts: new Counter({
      name: "signbook_sign_in_attempts_total",
      help: "Attempts to sign in to Signbook with a password, by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    passwordHashes: new Counter({
      name: "signbook_password_checks_total",
      help: "Passwords that were hashed to check them, known accounts or not.",
      registers,
    }),
    requestSeconds: new Histogram({
      name: "signbook_request_duration_seconds",
      help: "Time to answer programs, by door.",
      labelNames: ["door", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  };
}

held.signbookMetrics ??= createMetrics();

export const { registry, ingestedRecords, signInAttempts, passwordHashes, requestSeconds } = held.signbookMetrics;
