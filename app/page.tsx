import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { Frame } from "@/app/_components/frame";
import { RolePage } from "@/app/_components/refusal-pages";
import { permissionsOfRoles } from "@/lib/model/roles";
import { preferencesIfReadable } from "@/lib/web/current-preferences";
import { currentSession } from "@/lib/web/current-session";

/** The front door: on to the reader's own log; without a role, what would be needed. */
export default function Home() {
  return answerPage("Signbook could not answer", home, { frame: "none" });
}

async function home() {
  const session = await currentSession();
  if (!session) redirect("/sign-in");
  if (permissionsOfRoles(session.roles).has("logs:read")) redirect(`/${session.tenantSlug}/sign-ins/interactive`);
  return (
    <Frame preferences={await preferencesIfReadable()} session={session}>
      <RolePage permission="logs:read" tenantName={session.tenantName} upn={session.upn} />
    </Frame>
  );
}
