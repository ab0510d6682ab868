import { redirect } from "next/navigation";
import { answerUnsubscribe } from "@/lib/web/unsubscribe";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ tenant: string }>;
}

/** Of who opens the address itself: to the page with the button, as opening an address must end nothing. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  redirect(`/${encodeURIComponent((await params).tenant)}/digest/stop?${new URLSearchParams({ token })}`);
}

/** Of mail programs, whose press on "Unsubscribe" it is. */
export const POST = answerUnsubscribe;
