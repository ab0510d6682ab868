import { apiDoor, refuseMethod } from "@/lib/web/api-door";
import { webBody } from "@/lib/web/read-body";
import { receiveEvents } from "@/lib/web/receive-events";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

/** Our own server answers POST before Next does (`lib/server/ingest-door.ts`); this is the same door behind any other. */
export const POST = apiDoor("ingest", (request) => receiveEvents(request, webBody(request)));

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
