import type { Sql } from "postgres";

/** Organisations whose names begin so see in their log how their people sign in to the site. */
const OWN_SIGN_INS = "own-";

/**
 * Signing in to a test's site does not add to the log that the test is counting: that it does has tests, and organisations, of
 * its own. @param sql of the superuser
 */
export async function keepSignInsOutOfLogs(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create function keep_out_of_logs() returns trigger language plpgsql security definer as $$ begin
      if exists (select from tenants where tenant_id = new.tenant_id and slug like '${OWN_SIGN_INS}%') then
        return new;
      end if;
      return null;
    end $$;
    create trigger keep_out_of_logs before insert on pending_sign_ins
      for each row execute function keep_out_of_logs();`);
}
