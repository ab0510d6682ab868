/** A worker process that shows itself to be alive more often than in production, so that tests need not wait. */
import { runWorkers } from "@/jobs/run-workers";

const workers = await runWorkers({ onError: () => {}, onDone: () => {}, onFailed: () => {} }, undefined, {
  ...{ lockMs: 1000, stalledCheckMs: 500 },
});
process.once("SIGTERM", async () => {
  const inTime = await workers.stop(Number(process.env.STOP_WITHIN_MS));
  process.exit(inTime ? 0 : 3);
});
process.send?.("ready");
