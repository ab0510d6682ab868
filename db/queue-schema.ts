/** Where BullMQ's PostgreSQL backend keeps its tables: its own default, which a pool given to it cannot change. */
export const QUEUE_SCHEMA = "bullmq";
