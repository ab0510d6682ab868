import { reportDoor } from "@/lib/web/report-door";

export const dynamic = "force-dynamic";

const answer = reportDoor("v1.0");

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
