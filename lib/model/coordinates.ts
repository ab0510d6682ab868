/** Where on the globe a record says that it was. */
import { isJsonObject } from "./record-reader";
import type { JsonObject } from "./sign-in-record";

export interface Coordinates {
  latitude: number;
  longitude: number;
}

export function coordinatesOf(record: JsonObject | undefined): Coordinates | undefined {
  const place = isJsonObject(record?.location) ? record.location.geoCoordinates : undefined;
  if (!isJsonObject(place)) return undefined;
  const { latitude, longitude } = place;
  return typeof latitude === "number" && typeof longitude === "number" ? { latitude, longitude } : undefined;
}
