/** Which journeys nobody can have made: for the few that are asked about, where they began and ended is looked up. */
import type { TenantTransaction } from "@/db/client";
import { readRests } from "@/db/queries/sign-ins/details";
import type { CategoryCode } from "@/lib/model/categories/category";
import { type Coordinates, coordinatesOf } from "@/lib/model/coordinates";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { impossibleTravel } from "@/lib/model/travel";
import { type Journey, secondOf, traceKey, type Unusual, type Visit } from "@/lib/model/unusual";

/** @returns by the key of the later sign-in. */
export async function findTravels(
  tenant: TenantTransaction,
  journeys: readonly Journey[],
): Promise<ReadonlyMap<string, Unusual>> {
  const places = await readPlaces(
    tenant,
    journeys.flatMap(({ from, to }) => [from, to]),
  );
  const travels = new Map<string, Unusual>();
  for (const journey of journeys) {
    const [there, here] = [places.get(traceKey(journey.from)), places.get(traceKey(journey.to))];
    const travel = there && here && impossibleTravel(journey, there, here);
    if (travel) travels.set(traceKey(journey.to), travel);
  }
  return travels;
}

async function readPlaces(
  tenant: TenantTransaction,
  visits: readonly Visit[],
): Promise<ReadonlyMap<string, Coordinates | undefined>> {
  const wanted = [...new Map(visits.map((visit) => [traceKey(visit), visit])).values()];
  const rests = await readRests(
    tenant,
    wanted.map(({ category, atMs, id }) => ({
      ...{ category: category as CategoryCode, createdAt: new Date(secondOf(atMs)), id },
    })),
  );
  return new Map(
    wanted.map((visit, index) => {
      const rest = rests[index];
      return [traceKey(visit), rest === undefined ? undefined : coordinatesOf(JSON.parse(rest) as JsonObject)];
    }),
  );
}
