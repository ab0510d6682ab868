/** Where a person is at an instant: the same answer for the whole of a day, so that places and addresses hold together. */
import { DAY_MS } from "@/lib/model/retention";
import { OFFICE_SHARE, TRAVEL_SHARE } from "./data/volumes";
import type { Person, Place } from "./make-person";
import type { Random } from "./random";
import type { TenantProfile } from "./tenant-profile";

export interface Whereabouts {
  place: Place;
  address: string;
  inOffice: boolean;
}

/** A number from 0 to 1 that belongs to a person and a day. */
function dayNumber(person: Person, utcMs: number): number {
  const day = Math.floor(utcMs / DAY_MS);
  let hash = day * 2654435761;
  for (let index = 0; index < 8; index++)
    hash = Math.imul(hash ^ person.id.charCodeAt(index), 0x85ebca6b) ^ (hash >>> 15);
  return (hash >>> 0) / 4_294_967_296;
}

/** Where the person is that day. `network` overrides whether they are in the office. */
export function whereabouts(
  profile: TenantProfile,
  person: Person,
  utcMs: number,
  network: "office" | "outside" | "any" = "any",
): Whereabouts {
  const chance = dayNumber(person, utcMs);
  if (chance < TRAVEL_SHARE && network !== "office") {
    const index = Math.floor((chance / TRAVEL_SHARE) * profile.places.length);
    const place = profile.places[index] as Place;
    return { place, address: profile.network.away(index), inOffice: false };
  }
  const inOffice = network === "office" || (network === "any" && chance < TRAVEL_SHARE + OFFICE_SHARE);
  if (!inOffice) return { place: person.home, address: person.homeAddress, inOffice };
  return { place: person.home, address: profile.network.office(profile.offices.indexOf(person.home)), inOffice };
}

/** In a country without an office: for sign-ins that a policy blocks. */
export function foreignWhereabouts(profile: TenantProfile, random: Random): Whereabouts {
  for (;;) {
    const index = random.below(profile.places.length);
    const place = profile.places[index] as Place;
    const known = profile.offices.some((office) => office.city.country === place.city.country);
    if (!known) return { place, address: profile.network.away(index), inOffice: false };
  }
}
