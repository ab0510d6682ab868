import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readTenant } from "@/db/queries/find-tenant";
import { insertRole, insertUser } from "@/db/queries/users";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { PRINTABLE } from "@/lib/model/unprintable";
import { recordAudit } from "../audit/record-audit";
import { hashPassword, PASSWORD_MAX_LENGTH } from "../authentication/password-hash";
import { requireGoodPassword } from "../authentication/password-rules";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { rolesText, userActivity } from "./user-activity";
import { roleInput, upnInput } from "./user-input";

export interface NewUser {
  /** `name@domain`; the domain must be the tenant's. */
  upn: string;
  displayName: string;
  /** The person's id at the identity provider: links their own sign-ins. */
  objectId?: string;
  roles?: readonly Role[];
  /** Without one the user cannot sign in with a password. */
  password?: string;
  /** For the demo's users, whose password is a setting of the operator. */
  allowShortPassword?: boolean;
}

const newUser = z.object({
  upn: upnInput,
  displayName: z
    .string("Name: text is needed.")
    .trim()
    .min(1, "Name: it must not be empty.")
    .max(256, "Name: at most 256 characters.")
    .regex(PRINTABLE, "Name: control characters and signs that turn the direction of text are not allowed."),
  objectId: z
    .string()
    .trim()
    .regex(/^[^\s\p{Cc}]{1,128}$/u, "Object id: 1 to 128 characters without blanks.")
    .toLowerCase()
    .optional(),
  roles: z.array(roleInput).default([]),
  password: z.string().max(PASSWORD_MAX_LENGTH, `Password: at most ${PASSWORD_MAX_LENGTH} characters.`).optional(),
  allowShortPassword: z.boolean().default(false),
});

/**
 * Creates a user with roles.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError for a foreign domain, a short password and the
 *   like; ConflictError when the user name or object id is taken.
 */
export async function createUser(scope: TenantScope, user: NewUser): Promise<{ userId: string; upn: string }> {
  authorize(scope, "tenant:manage");
  const input = parseInput(newUser, user);
  const { password, upn } = input;
  if (password !== undefined && !input.allowShortPassword) {
    await requireGoodPassword(password, { upn, displayName: input.displayName });
  }
  const passwordHash = password === undefined ? null : await hashPassword(password);
  const userId = uuidv7();
  const createdAt = new Date();
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await readTenant(tenant);
    if (!row) throw new NotFoundError("There is no such tenant.");
    if (!upn.endsWith(`@${row.domain}`)) {
      throw new InvalidInputError({ upn: `User name: it must end in @${row.domain}, the tenant's domain.` });
    }
    const { displayName, objectId = null } = input;
    const entered = await insertUser(tenant, { userId, upn, displayName, objectId, passwordHash, createdAt });
    if (!entered) throw new ConflictError(`The user name ${upn} or the object id is taken.`);
    for (const role of input.roles) await insertRole(tenant, { userId, role, grantedAt: createdAt });
    const properties = [
      ["User name", upn],
      ["Name", displayName],
      ["Object id", objectId],
      ["Roles", rolesText(input.roles)],
    ] as const;
    const changes = properties.flatMap(([property, after]) => (after ? [{ property, before: null, after }] : []));
    await recordAudit(tenant, scope, userActivity("Add user", { userId, upn }, changes), createdAt);
    return { userId, upn };
  });
}
