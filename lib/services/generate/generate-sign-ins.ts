/** A stream of sign-ins that looks like one organisation's: the same for the same options, in order of time. */
import { DAY_MS } from "@/lib/model/retention";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { buildGuess } from "./build-guessing";
import { buildInteractive, type PendingSteps, peopleFor } from "./build-interactive";
import { buildNonInteractive } from "./build-non-interactive";
import { buildManagedIdentity, buildServicePrincipal } from "./build-workload";
import {
  INTERACTIVE_KINDS,
  type InteractiveKind,
  MANAGED_IDENTITY_KINDS,
  NON_INTERACTIVE_KINDS,
  SERVICE_PRINCIPAL_KINDS,
} from "./data/kinds";
import { EVENTS_PER_PERSON_AND_DAY, PEOPLE_MAX } from "./data/volumes";
import type { NamedPerson, Person, Place } from "./make-person";
import { type GuessingPlan, planGuessing, planTotals } from "./plan-totals";
import { Random, WeightedPicker } from "./random";
import type { Moment } from "./record-parts";
import { peopleActivity, planSlots } from "./rhythm";
import { timesInSlot } from "./slot-times";
import { buildTenantProfile, type TenantProfile } from "./tenant-profile";
import { foreignWhereabouts } from "./whereabouts";

export interface GenerateOptions {
  /** Any text; another one makes another organisation and other events. */
  seed: string;
  /** How many, exactly. */
  events: number;
  /** The events lie in this many days (24 hours each) before `now`. */
  days: number;
  now: Date;
  tenantDomain: string;
  tenantName?: string;
  /** What the records say their tenant is. */
  tenantId?: string;
  /** How many people; follows from the number of events when absent. */
  people?: number;
  /** People who must be among them, with more events than most. */
  named?: readonly NamedPerson[];
}

/** Codes of what happens, as they travel with a time: the four logs, then the burst of guessing. */
const GUESS = 4;

/**
 * Makes `events` sign-ins of all four logs, oldest first. Records share objects between them: treat them as read-only.
 * With some hundred events or more, every kind in `data/kinds.ts` occurs.
 */
export function* generateSignIns(options: GenerateOptions): Generator<NormalisedSignIn, void, undefined> {
  const generation = new Generation(options);
  const totals = planTotals(options.events);
  const toMs = options.now.getTime();
  const fromMs = toMs - Math.round(options.days * DAY_MS);
  const guessing = planGuessing(options.events, totals, { fromMs, toMs });
  const { interactive, nonInteractive, servicePrincipal, managedIdentity } = totals;
  const slots = planSlots({
    ...{ fromMs, toMs, offsets: generation.offsets() },
    totals: [
      { events: interactive - guessing.size, by: "people" },
      { events: nonInteractive, by: "people" },
      { events: servicePrincipal, by: "programs" },
      { events: managedIdentity, by: "programs" },
    ],
  });
  generation.prepare([interactive - guessing.size, nonInteractive, servicePrincipal, managedIdentity], guessing);
  for (const slot of slots) {
    for (const code of timesInSlot(generation.random, slot, guessing)) yield generation.event(code);
  }
}

/** Deals the kinds of one log: by weight, but each at least once at an evenly spaced place. */
class KindDealer<K> {
  readonly #picker: WeightedPicker<K>;
  #dealt = 0;

  constructor(
    private readonly kinds: readonly K[],
    weightOf: (kind: K) => number,
    private readonly total: number,
  ) {
    this.#picker = new WeightedPicker(kinds, weightOf);
  }

  next(random: Random): K {
    const position = this.#dealt++;
    const stride = this.total / this.kinds.length;
    const index = Math.floor(position / stride);
    const due = Math.floor((index + 0.5) * stride);
    if (stride >= 1 && position === due) return this.kinds[index] as K;
    return this.#picker.pick(random);
  }
}

const weightOf = ({ weight }: { weight: number }) => weight;

class Generation {
  readonly random: Random;
  readonly #profile: TenantProfile;
  readonly #pending: PendingSteps = new Map();
  #guessing: GuessingPlan | undefined;
  #guesses = 0;
  readonly #guessFrom: Place;
  #interactive = new KindDealer(INTERACTIVE_KINDS, weightOf, 0);
  #nonInteractive = new KindDealer(NON_INTERACTIVE_KINDS, weightOf, 0);
  #servicePrincipal = new KindDealer(SERVICE_PRINCIPAL_KINDS, weightOf, 0);
  #managedIdentity = new KindDealer(MANAGED_IDENTITY_KINDS, weightOf, 0);

  constructor(options: GenerateOptions) {
    const { seed, events, days, tenantDomain, tenantName = tenantDomain, tenantId, named } = options;
    this.random = new Random(`events:${seed}:${tenantDomain}`);
    const people =
      options.people ?? Math.min(PEOPLE_MAX, Math.round(events / (EVENTS_PER_PERSON_AND_DAY * Math.max(days, 1))));
    this.#profile = buildTenantProfile({ seed, tenantDomain, tenantName, tenantId, people, named });
    this.#guessFrom = foreignWhereabouts(this.#profile, this.random).place;
  }

  prepare(
    [interactive = 0, nonInteractive = 0, servicePrincipal = 0, managedIdentity = 0]: number[],
    guessing: GuessingPlan,
  ): void {
    this.#guessing = guessing;
    this.#interactive = new KindDealer(INTERACTIVE_KINDS, weightOf, interactive);
    this.#nonInteractive = new KindDealer(NON_INTERACTIVE_KINDS, weightOf, nonInteractive);
    this.#servicePrincipal = new KindDealer(SERVICE_PRINCIPAL_KINDS, weightOf, servicePrincipal);
    this.#managedIdentity = new KindDealer(MANAGED_IDENTITY_KINDS, weightOf, managedIdentity);
  }

  /** Where people live, by offset from UTC. */
  offsets(): { utcOffsetHours: number; share: number }[] {
    const counts = new Map<number, number>();
    for (const { home } of this.#profile.people) {
      const offset = home.city.utcOffsetHours;
      counts.set(offset, (counts.get(offset) ?? 0) + 1 / this.#profile.people.length);
    }
    return [...counts].map(([utcOffsetHours, share]) => ({ utcOffsetHours, share }));
  }

  event({ atMs, what }: { atMs: number; what: number }): NormalisedSignIn {
    const moment = { id: this.random.uuid(), atMs };
    const createdMs = atMs % 1000;
    return {
      category: what === GUESS ? 1 : ((what + 1) as NormalisedSignIn["category"]),
      id: moment.id,
      createdAt: new Date(atMs - createdMs),
      createdMs,
      record: this.#record(what, moment),
      notes: [],
    };
  }

  #record(what: number, moment: Moment): JsonObject {
    const { random } = this;
    switch (what) {
      case 0:
        return this.#interactiveRecord(this.#interactive.next(random), moment);
      case 1: {
        const kind = this.#nonInteractive.next(random);
        return buildNonInteractive(this.#profile, random, { kind, person: this.#awake(moment.atMs), moment });
      }
      case 2:
        return buildServicePrincipal(this.#profile, random, { kind: this.#servicePrincipal.next(random), moment });
      case 3:
        return buildManagedIdentity(this.#profile, random, { kind: this.#managedIdentity.next(random), moment });
      default:
        return this.#guess(moment);
    }
  }

  #interactiveRecord(kind: InteractiveKind, moment: Moment): JsonObject {
    const able = peopleFor(this.#profile, kind);
    const person = able ? this.random.pick(able) : this.#awake(moment.atMs);
    return buildInteractive(this.#profile, this.random, this.#pending, { kind, person, moment });
  }

  #guess(moment: Moment): JsonObject {
    const size = this.#guessing?.size ?? 1;
    const guess = { position: this.#guesses++, size, from: this.#guessFrom, moment };
    return buildGuess(this.#profile, this.random, this.#pending, guess);
  }

  /** Somebody for whom it is a likely hour: three tries, then whoever it is works at night. */
  #awake(atMs: number): Person {
    let person = this.#profile.anyPerson.pick(this.random);
    for (let attempt = 0; attempt < 3; attempt++) {
      if (this.random.chance(peopleActivity(atMs, person.home.city.utcOffsetHours))) return person;
      person = this.#profile.anyPerson.pick(this.random);
    }
    return person;
  }
}
