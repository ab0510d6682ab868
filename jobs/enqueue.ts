/** Sending jobs. Opens queues and never a worker: a door that enqueues must not start consuming. */
import type { Queue } from "bullmq";
import { v7 as uuidv7 } from "uuid";
import { queueStore, setQueueStore } from "./connection";
import type { JobContract } from "./contracts/contract";

const held = globalThis as typeof globalThis & { signbookQueues?: Map<string, Queue> };

/** The queue of a job, opened on first use. */
export function queueOf(contract: Pick<JobContract<unknown>, "name">): Queue {
  held.signbookQueues ??= new Map();
  let queue = held.signbookQueues.get(contract.name);
  if (!queue) {
    queue = queueStore().openQueue(contract.name);
    // Failures come out of the calls that meet them.
    queue.on("error", () => undefined);
    held.signbookQueues.set(contract.name, queue);
  }
  return queue;
}

/**
 * Sends a job. @returns its id, for logs: the guarantee against doing work twice is the handler's.
 * @throws ZodError for a payload that is not the contract's; the store's error when it is away.
 */
export async function enqueue<Payload>(contract: JobContract<Payload>, payload: Payload): Promise<string> {
  // Its own counter of ids would be a sequence that the application's role may not create in the database.
  const jobId = uuidv7();
  await queueOf(contract).add(contract.name, contract.payload.parse(payload), { ...contract.options, jobId });
  return jobId;
}

/** Whether the queues can be reached now. Never throws. */
export async function queueIsReachable(): Promise<boolean> {
  try {
    await queueStore().ping();
    return true;
  } catch {
    return false;
  }
}

/** Ends this process's queues and their connections. */
export async function closeQueues(): Promise<void> {
  const queues = [...(held.signbookQueues?.values() ?? [])];
  held.signbookQueues = undefined;
  await Promise.all(queues.map((queue) => queue.close()));
  await queueStore().close();
  setQueueStore(undefined);
}
