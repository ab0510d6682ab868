import { apiDoor } from "@/lib/web/api-door";
import { answerAuthentication } from "@/lib/web/next-auth";

export const dynamic = "force-dynamic";

const answer = apiDoor("authentication", async (request, { params }: { params: Promise<{ nextauth: string[] }> }) =>
  answerAuthentication(request, (await params).nextauth),
);

export { answer as GET, answer as POST };
