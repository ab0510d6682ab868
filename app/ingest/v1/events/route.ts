import { apiDoor, refuseMethod } from "@/lib/web/api-door";
import { receiveEvents } from "@/lib/web/receive-events";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

export const POST = apiDoor("ingest", receiveEvents);

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
