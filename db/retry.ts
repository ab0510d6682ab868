import { isRetryable } from "@/db/errors";

const ATTEMPTS = 4;

/** Runs a transaction again when it was the one to give way in a deadlock; it did nothing then. */
export async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}
