import { redirect } from "next/navigation";
import { returnFromProvider } from "@/lib/web/single-sign-on";

export const dynamic = "force-dynamic";

/** Where identity providers send people back to. */
export async function GET(request: Request): Promise<Response> {
  redirect(await returnFromProvider(new URL(request.url).searchParams));
}
