/** The one place that decides where the queues live: Redis with REDIS_URL, the application's database without. */
import { once } from "node:events";
import { createPostgresBackend, type Job, Queue, Worker, type WorkerOptions } from "bullmq";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { QUEUE_SCHEMA } from "@/db/queue-schema";
import { env } from "@/lib/env";

/** What a process uses at a time to send and take jobs. */
const POOL_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
const REDIS_RETRY_MAX_MS = 5_000;

export type Processor = (job: Job, token?: string, signal?: AbortSignal) => Promise<unknown>;

/** Where the queues of a process live. */
export interface QueueStore {
  readonly kind: "redis" | "postgresql";
  openQueue(name: string): Queue;
  openWorker(name: string, processor: Processor, options: Omit<WorkerOptions, "connection">): Worker;
  /** @throws when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueStoreSettings {
  REDIS_URL?: string;
  DATABASE_URL?: string;
}

/** @throws Error when neither setting is there. */
export function openQueueStore(settings: QueueStoreSettings): QueueStore {
  if (settings.REDIS_URL) return redisStore(settings.REDIS_URL);
  if (settings.DATABASE_URL) return postgresStore(settings.DATABASE_URL);
  throw new Error("The queues need REDIS_URL or DATABASE_URL.");
}

/** On globalThis: a development server loads this module again after each change, but must not connect again. */
const held = globalThis as typeof globalThis & { signbookQueueStore?: QueueStore };

/** The store of this process, opened on first use from the settings. */
export function queueStore(): QueueStore {
  held.signbookQueueStore ??= openQueueStore(env());
  return held.signbookQueueStore;
}

/** Names the store of this process, for programs whose settings are not in the environment; undefined forgets it. */
export function setQueueStore(store: QueueStore | undefined): void {
  held.signbookQueueStore = store;
}

function redisStore(url: string): QueueStore {
  const connection = new Redis(url, {
    lazyConnect: true,
    // BullMQ demands it: a command waits for the connection to come back instead of failing.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(times * 200, REDIS_RETRY_MAX_MS),
  });
  // Without a listener a lost connection would end the process; queues and workers report it themselves.
  connection.on("error", () => undefined);
  return {
    kind: "redis",
    openQueue: (name) => new Queue(name, { connection }),
    openWorker: (name, processor, options) => new Worker(name, processor, { ...options, connection }),
    ping: async () => {
      if (connection.status === "wait") await connection.connect();
      // Somebody else is connecting it at this moment.
      if (/^connect/.test(connection.status)) await once(connection, "ready", { signal: AbortSignal.timeout(1000) });
      if (connection.status !== "ready") throw new Error("Redis is not connected.");
      await connection.ping();
    },
    close: async () => connection.disconnect(),
  };
}

function postgresStore(url: string): QueueStore {
  // A pool of our own rather than settings: BullMQ would otherwise open one for each queue and worker.
  const connection = new Pool({
    connectionString: url,
    max: POOL_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "signbook-queue",
    keepAlive: true,
    options: `-c search_path=${QUEUE_SCHEMA} -c TimeZone=UTC`,
  });
  connection.on("error", () => undefined);
  // Every queue and worker listens to it, which is more than Node.js expects.
  connection.setMaxListeners(0);
  return {
    kind: "postgresql",
    openQueue: (name) => new Queue(name, { connection }, createPostgresBackend) as unknown as Queue,
    openWorker: (name, processor, options) => {
      // Each holds one for good, to be woken by: as many workers as connections would wait for each other for ever.
      connection.options.max += 1;
      const worker = new Worker(name, processor, { ...options, connection }, createPostgresBackend);
      worker.once("closed", () => {
        connection.options.max -= 1;
      });
      return worker as unknown as Worker;
    },
    ping: async () => {
      await connection.query("select 1");
    },
    close: () => connection.end(),
  };
}
