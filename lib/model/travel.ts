import type { Coordinates } from "./coordinates";
import { HOUR_MS } from "./retention";
import type { Journey, Unusual } from "./unusual";
import { UNUSUAL } from "./unusual-limits";

/** Whether nobody can have travelled like that. */
export function impossibleTravel({ from, to }: Journey, a: Coordinates, b: Coordinates): Unusual | undefined {
  const { overKm, overKmPerHour } = UNUSUAL.travel;
  const km = distanceKm(a, b);
  const ms = to.atMs - from.atMs;
  if (km <= overKm || km <= overKmPerHour * (ms / HOUR_MS)) return undefined;
  return { kind: "travel", km: Math.round(km), minutes: Math.max(1, Math.round(ms / 60_000)), fromCity: from.city };
}

const EARTH_RADIUS_KM = 6371;

/** Along the surface of a sphere, which is near enough. */
function distanceKm(a: Coordinates, b: Coordinates): number {
  const [latA, latB, dLat, dLon] = [a.latitude, b.latitude, b.latitude - a.latitude, b.longitude - a.longitude].map(
    (degrees) => (degrees * Math.PI) / 180,
  ) as [number, number, number, number];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
