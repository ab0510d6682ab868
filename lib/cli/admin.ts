/** The operator's command line: `npm run admin -- <noun> <verb> …`. Works whether or not the site is running. */
import { runAdmin } from "./admin/run-admin";

process.exit(await runAdmin(process.argv.slice(2)));
