/** Retention in a process of its own, as the worker is: told when to begin, tells what it did. */
import { connectTo } from "@/db/connections";
import { applyRetention } from "@/lib/services/retention/apply-retention";

const [appUrl = "", ownerUrl = "", now = ""] = process.argv.slice(2);
connectTo({ appUrl, ownerUrl });
process.send?.("ready");
process.once("message", async () => {
  process.send?.(await applyRetention({ now: new Date(now) }));
  process.exit();
});
