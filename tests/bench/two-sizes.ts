/** The same questions to a large tenant and to one with a fiftieth of its sign-ins: what a benchmark of size is made of. */
import { closeConnections, connectTo } from "@/db/connections";
import { sealPartitions } from "@/lib/services/partitions/seal-partitions";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, median, progress, round, startBenchDatabase, timed } from "./harness";
import { BENCH_AUTH_SECRET } from "./web-process";

const RUNS = 15;
export const LARGE = Number(process.env.BENCH_EVENTS ?? 5_000_000);
export const SMALL = LARGE / 50;

export interface TwoSizes {
  large: TestTenant;
  small: TestTenant;
  database: BenchDatabase;
  now: Date;
}

interface Filling {
  tenant: TestTenant;
  events: number;
  database: BenchDatabase;
  now: Date;
}

/**
 * Makes both tenants, seals their days and asks.
 * @param connections how many connections the questions may use at once
 */
export async function atTwoSizes(
  { fill, connections }: { fill: (filling: Filling) => Promise<void>; connections: number },
  ask: (sizes: TwoSizes) => Promise<void>,
): Promise<void> {
  process.env.AUTH_SECRET = BENCH_AUTH_SECRET;
  const database = await startBenchDatabase();
  try {
    const now = new Date();
    const filled = async (events: number) => {
      const tenant = await createTestTenant(database.ownerUrl);
      await fill({ tenant, events, database, now });
      return tenant;
    };
    const [large, small] = [await filled(LARGE), await filled(SMALL)];
    const { elapsedMs } = await sealPartitions({ now });
    progress(`Sealed in ${Math.round(elapsedMs / 1000)} s`);
    await database.owner`vacuum (analyze)`;
    await closeConnections();
    connectTo({ appUrl: database.appUrl, ownerUrl: database.ownerUrl }, { max: connections });
    await ask({ large, small, database, now });
  } finally {
    await database.stop();
  }
}

/**
 * Medians of both in milliseconds, and the last runs in the large one; a first run of each is not counted. Both are asked
 * in turn: a machine is quicker at some times than at others, and what counts is the ratio.
 */
export async function timeBoth<Subject>(
  read: (subject: Subject) => Promise<unknown>,
  { large, small }: { large: Subject; small: Subject },
): Promise<{ largeMs: number; smallMs: number; lastMs: number[] }> {
  const [inLarge, inSmall]: [number[], number[]] = [[], []];
  for (const subject of [large, small]) await read(subject);
  for (let run = 0; run < RUNS; run++) {
    inLarge.push(await timed(() => read(large)));
    inSmall.push(await timed(() => read(small)));
  }
  return { largeMs: median(inLarge), smallMs: median(inSmall), lastMs: inLarge.slice(-3).map(round) };
}
