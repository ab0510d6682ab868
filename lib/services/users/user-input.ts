/** The fields of user verbs, as they may be given. */
import { z } from "zod";
import { ROLES, type Role } from "@/lib/model/roles";
import { PRINTABLE } from "@/lib/model/unprintable";

/** `name@domain`, lower-cased. */
export const upnInput = z
  .string("User name: text is needed.")
  .trim()
  .toLowerCase()
  .max(320, "User name: at most 320 characters.")
  .regex(/^[^\s@\p{Cc}]{1,128}@[^\s@\p{Cc}]{1,192}$/u, "User name: it must look like name@domain.")
  .regex(PRINTABLE, "User name: signs that turn the direction of text are not allowed.");

export const roleInput = z.enum(ROLES as readonly [Role, ...Role[]], `Role: one of ${ROLES.join(", ")}.`);
