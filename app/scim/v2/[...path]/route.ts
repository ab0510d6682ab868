import { scimDoor } from "@/lib/web/scim-door";

export const dynamic = "force-dynamic";

export { scimDoor as DELETE, scimDoor as GET, scimDoor as HEAD, scimDoor as PATCH, scimDoor as POST, scimDoor as PUT };
