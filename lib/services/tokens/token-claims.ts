/** What stands in an access token, written once for who issues it and who checks it. */
import { z } from "zod";
import { env } from "@/lib/env";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";

export const TOKEN_LIFETIME_SECONDS = 3599;

/** The issuer of a tenant's tokens. */
export function issuerOf(tenantId: string): string {
  return `${env().APP_URL}/${tenantId}/v2.0`;
}

/** Who tokens are for: this installation, by whatever resource name they were asked for. */
export function audience(): string {
  return env().APP_URL;
}

/** The claims of our own, beside those that the library checks. `roles` may name permissions that exist no more. */
export const claimsSchema = z.object({
  iss: z.string(),
  tid: z.guid(),
  appid: z.guid(),
  roles: z.array(z.string()).transform((roles) => CLIENT_PERMISSIONS.filter((known) => roles.includes(known))),
});
