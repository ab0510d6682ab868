import type { ReactNode } from "react";
import { Frame } from "@/app/_components/frame";
import { sessionIfReadable } from "@/lib/web/current-session";

/**
 * The frame shows the reader's own tenant even where the address names another: that page is "not found" and must not
 * tell whether the other tenant exists. Who may see what is decided by the pages, never here.
 */
export default async function TenantLayout({ children }: { children: ReactNode }) {
  const session = await sessionIfReadable();
  if (!session) return <main>{children}</main>;
  return <Frame session={session}>{children}</Frame>;
}
