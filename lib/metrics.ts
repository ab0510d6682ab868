/**
 * Figures for operators, kept per process; those of jobs, which run in another one, are read from their records when
 * somebody asks. No tenant's name is ever a label.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

interface Metrics {
  registry: Registry;
  ingestedRecords: Counter<"result">;
  signInAttempts: Counter<"outcome">;
  passwordHashes: Counter;
  requestSeconds: Histogram<"door" | "method" | "status">;
  jobLastSuccess: Gauge<"job">;
  jobLastFailure: Gauge<"job">;
  jobSeconds: Gauge<"job">;
  jobRowsRemoved: Gauge<"job" | "table">;
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
    jobLastSuccess: new Gauge({
      name: "signbook_job_last_success_timestamp_seconds",
      help: "When a recurring job last ended well, on whatever machine.",
      labelNames: ["job"],
      registers,
    }),
    jobLastFailure: new Gauge({
      name: "signbook_job_last_failure_timestamp_seconds",
      help: "When a recurring job last failed; absent where it never did.",
      labelNames: ["job"],
      registers,
    }),
    jobSeconds: new Gauge({
      name: "signbook_job_last_success_duration_seconds",
      help: "How long a recurring job took when it last ended well.",
      labelNames: ["job"],
      registers,
    }),
    jobRowsRemoved: new Gauge({
      name: "signbook_job_rows_removed_24h",
      help: "Rows that the runs of a job removed within a day, by table.",
      labelNames: ["job", "table"],
      registers,
    }),
  };
}

held.signbookMetrics ??= createMetrics();

export const {
  registry,
  ingestedRecords,
  signInAttempts,
  passwordHashes,
  requestSeconds,
  jobLastSuccess,
  jobLastFailure,
  jobSeconds,
  jobRowsRemoved,
} = held.signbookMetrics;
