import type { Command } from "commander";
import { listPartitions } from "@/lib/services/partitions/list-partitions";
import { noun, verb } from "./command";
import { formatBytes, formatTime, setResult, table } from "./output";

/** The days in which sign-ins are stored. */
export function partitionsCommand(): Command {
  const partitions = noun("partitions", "look at the partitions of sign-ins");
  verb(partitions, "list", {
    description: "list partitions with estimated rows, size, and whether all their indexes are there",
    action: async () => {
      const rows = await listPartitions();
      const shown = rows.map(({ name, from, to, rowsEstimate, bytes, sealed }) => ({
        ...{ name, from, to, rowsEstimate, bytes, sealed },
      }));
      const cells = shown.map(({ name, from, to, rowsEstimate, bytes, sealed }) => [
        ...[name, formatTime(from), formatTime(to), rowsEstimate, formatBytes(bytes)],
        sealed ? "sealed" : "live",
      ]);
      setResult({ partitions: shown }, table(["Name", "From", "To", "Rows", "Size", "State"], cells));
    },
  });
  return partitions;
}
