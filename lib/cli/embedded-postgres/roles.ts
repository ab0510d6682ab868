/** Who may do what in the server: the owner of the schema, and the application, which owns nothing. */
import type { Sql } from "postgres";

export const DATABASE_NAME = "signbook";
export const OWNER_ROLE = "signbook_owner";
export const APP_ROLE = "signbook_app";

const POWERLESS = "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication";

/** Makes the two roles, or sets them right again. @param sql a superuser's connection. */
export async function ensureRoles(sql: Sql, passwords: { owner: string; app: string }): Promise<void> {
  for (const [role, password] of [
    [OWNER_ROLE, passwords.owner],
    [APP_ROLE, passwords.app],
  ] as const) {
    const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
    // Roles and passwords cannot be parameters. Ours are of letters, digits, - and _ only, so nothing needs quoting.
    if (!/^[A-Za-z0-9_-]+$/.test(password))
      throw new Error(`The password of ${role} has characters that need quoting.`);
    await sql.unsafe(`${found ? "alter" : "create"} role ${role} ${POWERLESS} password '${password}'`);
  }
}

/**
 * Makes a database that belongs to the owner's role and that nobody else but the application may enter.
 * @param template copied with all that is in it, by its files: through the log it takes five times as long. The rights on
 *   the database itself are not part of a copy.
 */
export async function ensureDatabase(sql: Sql, name: string, template?: string): Promise<void> {
  const [found] = await sql`select 1 from pg_database where datname = ${name}`;
  if (!found) {
    await sql.unsafe(
      `create database ${name} owner ${OWNER_ROLE}${template ? ` template ${template} strategy file_copy` : ""}`,
    );
  }
  await sql.unsafe(`revoke all on database ${name} from public`);
  await sql.unsafe(`grant connect on database ${name} to ${APP_ROLE}`);
}

/** The server's own databases are nobody's business either. */
export async function closeServiceDatabases(sql: Sql): Promise<void> {
  for (const name of ["postgres", "template1"]) await sql.unsafe(`revoke all on database ${name} from public`);
}
