import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { permissionsOfRoles } from "@/lib/model/roles";
import { currentSession } from "@/lib/web/current-session";

/** The front door: on to the overview of the reader's tenant; without a role, to one's own sign-ins. */
export default function Home() {
  return answerPage("Signbook could not answer", home, { frame: "none" });
}

async function home(): Promise<never> {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  const isReader = permissionsOfRoles(session.roles).has("logs:read");
  redirect(isReader ? `/${session.tenantSlug}` : "/my-sign-ins");
}
