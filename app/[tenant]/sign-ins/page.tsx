import { redirect } from "next/navigation";
import { answerPage } from "@/app/_components/answer-page";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";

export default async function SignIns({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  return answerPage("Signbook could not answer", async () => {
    await requireTenantScope(tenant).catch((error) => refuse(error, `/${tenant}/sign-ins`));
    redirect(`/${tenant}/sign-ins/interactive`);
  });
}
