import { reportDoor } from "@/lib/web/report-door";

export const dynamic = "force-dynamic";

const answer = reportDoor("beta");

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
