/** How fast the driver's COPY loads rows into the same two partitioned tables with the same live indexes. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { timed } from "./harness";

const TABLES = ["sign_ins", "sign_in_details"] as const;

/**
 * Reads back what a tenant has, empties the tables, and loads the same rows again by COPY, table after table; empties them
 * once more, as what comes next is measured in empty ones too.
 * @returns rows per second over both tables (a row of each counts as one event).
 */
export async function copyRate(ownerUrl: string, tenantId: string): Promise<number> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const contents = new Map<string, Buffer>();
    for (const table of TABLES) {
      const out = client.query(copyTo(`copy (select * from ${table} where tenant_id = '${tenantId}') to stdout`));
      contents.set(table, Buffer.concat(await collect(out)));
    }
    const { rows } = await client.query("select count(*)::int as n from sign_ins where tenant_id = $1", [tenantId]);
    for (const table of TABLES) await client.query(`truncate ${table}`);
    let totalMs = 0;
    for (const table of TABLES) {
      const content = contents.get(table) as Buffer;
      totalMs += await timed(() =>
        pipeline(Readable.from(slices(content)), client.query(copyFrom(`copy ${table} from stdin`))),
      );
    }
    for (const table of TABLES) await client.query(`truncate ${table}`);
    return rows[0].n / (totalMs / 1000);
  } finally {
    await client.end();
  }
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function* slices(buffer: Buffer, size = 1 << 18): Iterable<Buffer> {
  for (let start = 0; start < buffer.length; start += size) yield buffer.subarray(start, start + size);
}
