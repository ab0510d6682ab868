import { processExport } from "@/lib/services/exports/process-export";
import type { BuildExportPayload } from "../contracts/build-export";
import type { JobHandler } from "./handler";

/** Builds and mails an export. Hands it back when the process is about to end. */
export const handleBuildExport: JobHandler<BuildExportPayload> = (address, { signal }) =>
  processExport(address, { signal });
