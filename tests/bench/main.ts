/** `npm run bench -- <name>`: each figure is measured against its limit in the same run. */
import { benchApi } from "./api";
import { benchExport } from "./export";
import { benchFilters } from "./filters";
import { benchGroups } from "./groups";
import { benchIngest } from "./ingest";
import { benchOverview } from "./overview";
import { benchPages } from "./pages";
import { benchReports } from "./reports";
import { benchRetention } from "./retention";
import { benchSearch } from "./search";

const BENCHES: Record<string, () => Promise<void>> = {
  api: benchApi,
  export: benchExport,
  filters: benchFilters,
  groups: benchGroups,
  ingest: benchIngest,
  overview: benchOverview,
  pages: benchPages,
  reports: benchReports,
  retention: benchRetention,
  search: benchSearch,
};

const name = process.argv[2] ?? "";
const bench = BENCHES[name];
if (!bench) {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join(" | ")}>`);
  process.exit(1);
}
await bench();
process.exit();
