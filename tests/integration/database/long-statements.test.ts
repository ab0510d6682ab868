import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DatabaseHandle, inTenant, openDatabase, type TenantTransaction } from "@/db/client";
import { JoinedText } from "@/db/joined-text";
import { executeKept } from "@/db/kept-statement";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const CONNECTIONS = 2;
const ROUNDS = 2;
/** From below the length at which a message's memory is used again to several times as much as a socket takes at once. */
const LENGTHS = [3_000, 70_000, 1_500_000, 70_001, 130_000, 400_000, 1_400_000, 65_536, 900_000, 2_500_000, 80_000];

let database: TestDatabase;
let handle: DatabaseHandle;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = await createTestTenant(database.ownerUrl);
  handle = openDatabase(database.appUrl, { max: CONNECTIONS });
});

afterAll(async () => {
  await handle.close();
  await database.drop();
});

/** Some text of that many characters, partly beyond ASCII, which no other seed gives. */
function textOf(length: number, seed: string): string {
  return `${seed} Åse 日本 `.repeat(Math.ceil(length / (seed.length + 8))).slice(0, length);
}

/** In three pieces, of which one is bytes already. */
function asJoined(text: string): JoinedText {
  const [first, second, third] = text.split("|") as [string, string, string];
  return new JoinedText([first, Buffer.from(second), third], "|");
}

/** What the server made of a text, after it had kept the connection waiting for a while. */
async function digests(scope: TenantTransaction, texts: readonly string[]): Promise<string[]> {
  const waits = executeKept(scope, sql`select pg_sleep(${0.1}::float8)`);
  const asked = texts.flatMap((text) => [
    executeKept<{ md5: string }>(scope, sql`select md5(${sql.param(asJoined(text))}::text) as md5, ${"joined"} as how`),
    executeKept<{ md5: string }>(scope, sql`select md5(${text}::text) as md5, ${"plain"} as how`),
  ]);
  await waits;
  return (await Promise.all(asked)).map(([row]) => row?.md5 ?? "");
}

it("sends long statements unchanged that wait for one another on several connections at once", async () => {
  const ofConnection = async (_: unknown, connection: number) => {
    for (let round = 0; round < ROUNDS; round++) {
      const texts = LENGTHS.map((length, index) => {
        const seed = `${connection} ${round} ${index}`;
        return `${seed}|${textOf(length, seed)}|${seed}`;
      });
      const found = await inTenant(handle.db, tenant.scope, (scope) => digests(scope, texts));
      const md5 = (text: string) => createHash("md5").update(text).digest("hex");
      expect(found).toEqual(texts.flatMap((text) => [md5(text), md5(text)]));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ofConnection));
});
