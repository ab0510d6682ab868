/** A burst of password guessing: one address, many names, within minutes; the last guess is right and is blocked. */
import type { JsonObject } from "@/lib/model/sign-in-record";
import { buildInteractive, type PendingSteps } from "./build-interactive";
import { GUESSER_USER_AGENT } from "./data/devices";
import { INTERACTIVE_KINDS, type InteractiveKind } from "./data/kinds";
import type { Place } from "./make-person";
import type { Random } from "./random";
import { HIGH_RISK, type Moment } from "./record-parts";
import type { TenantProfile } from "./tenant-profile";

const BLOCKED = kindNamed("blockedByPolicy");
const UNKNOWN_USER = kindNamed("unknownUser");
const LOCKED = kindNamed("locked");
const WRONG_PASSWORD = kindNamed("wrongPassword");

/** Builds the record of one guess; `position` runs from 0 to `size` − 1. */
export function buildGuess(
  profile: TenantProfile,
  random: Random,
  pending: PendingSteps,
  { position, size, from, moment }: { position: number; size: number; from: Place; moment: Moment },
): JsonObject {
  const kind = position === size - 1 ? BLOCKED : kindOfGuess(random, position / size);
  const person = profile.anyPerson.pick(random);
  const record = buildInteractive(profile, random, pending, { kind, person, moment });
  record.ipAddress = profile.network.guesser();
  record.location = from.location;
  record.autonomousSystemNumber = from.autonomousSystemNumber;
  record.userAgent = GUESSER_USER_AGENT;
  record.clientAppUsed = "Browser";
  record.deviceDetail = {};
  record.networkLocationDetails = [];
  record.sessionId = "";
  if (kind !== BLOCKED) return record;
  record.riskLevelAggregated = HIGH_RISK.level;
  record.riskLevelDuringSignIn = HIGH_RISK.level;
  record.riskState = HIGH_RISK.state;
  record.riskEventTypes_v2 = HIGH_RISK.types;
  return record;
}

function kindOfGuess(random: Random, progress: number): InteractiveKind {
  const chance = random.float();
  if (chance < 0.3) return UNKNOWN_USER;
  // Lockout sets in once the first accounts have been tried a few times.
  return chance < 0.45 && progress > 1 / 3 ? LOCKED : WRONG_PASSWORD;
}

function kindNamed(name: string): InteractiveKind {
  const kind = INTERACTIVE_KINDS.find((candidate) => candidate.name === name);
  if (!kind) throw new Error(`There is no kind ${name}`);
  return kind;
}
