/** Where a page leads somebody who is not signed in. */
import { redirect } from "next/navigation";
import { NotSignedInError } from "@/lib/model/errors";

/**
 * Leads on to the sign-in page (307) when nobody is signed in; any other error goes on, to become a page of its own.
 * @param here path and query of the page, to come back to after signing in.
 */
export function refuse(error: unknown, here: string): never {
  if (error instanceof NotSignedInError) redirect(`/sign-in?${new URLSearchParams({ callbackUrl: here })}`);
  throw error;
}
