import postgres, { type Sql } from "postgres";

const SUPERUSER = "postgres";

export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

export function databaseUrl(port: number, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

export function superuserUrl({ port, password }: ServerAddress, database = "postgres"): string {
  return databaseUrl(port, SUPERUSER, password, database);
}

/** Runs `work` with one connection, closed afterwards. */
export async function withConnection<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
