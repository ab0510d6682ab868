/** What forms and commands say about clients. */
import { z } from "zod";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";
import { PRINTABLE } from "@/lib/model/unprintable";

const LONGEST_LIFETIME_DAYS = 3650;

export const secretLifetime = z.coerce
  .number("Expiry: a number of days is needed.")
  .int("Expiry: whole days only.")
  .min(1, "Expiry: at least one day.")
  .max(LONGEST_LIFETIME_DAYS, `Expiry: at most ${LONGEST_LIFETIME_DAYS} days.`)
  .optional();

export const newClient = z.object({
  name: z
    .string("Name: text is needed.")
    .trim()
    .min(1, "Name: it must not be empty.")
    .max(256, "Name: at most 256 characters.")
    .regex(PRINTABLE, "Name: control characters and signs that turn the direction of text are not allowed."),
  permissions: z
    .array(z.enum(CLIENT_PERMISSIONS, `Permission: one of ${CLIENT_PERMISSIONS.join(", ")}.`))
    .min(1, "Permission: at least one is needed.")
    .transform((permissions) => [...new Set(permissions)]),
  secretDays: secretLifetime,
});

export const clientId = z.guid("Client id: a UUID is needed.");
export const secretId = z.guid("Secret id: a UUID is needed.");
