import type { UserView } from "@/lib/model/users";

/** The log of the user's sign-ins: by the id that records carry where it is known, since names change. */
export function signInsHref(tenant: string, { objectId, upn }: Pick<UserView, "objectId" | "upn">): string {
  return `/${tenant}/sign-ins/interactive?${new URLSearchParams({ user: objectId ?? upn })}`;
}
