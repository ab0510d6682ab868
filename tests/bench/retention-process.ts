/** Retention in a process of its own, as the worker is: told when to begin, tells what it did. */
import { connectTo } from "@/db/connections";
import { applyRetention } from "@/lib/services/retention/apply-retention";

const [appUrl = "", ownerUrl = "", now = ""] = process.argv.slice(2);
connectTo({ appUrl, ownerUrl });
// A process that was begun by another one does not live for the channel alone; this one waits for a word.
process.channel?.ref();
process.send?.("ready");
process.once("message", async () => {
  process.send?.(await applyRetention({ now: new Date(now) }));
  process.exit();
});
