/** One person of a generated organisation, with the clients they use every day. */
import type { JsonObject } from "@/lib/model/sign-in-record";
import { APPLICATIONS, type Application } from "./data/applications";
import type { City } from "./data/cities";
import { DEVICE_MODELS, type DeviceModel, LEGACY_CLIENTS } from "./data/devices";
import { FAMILY_NAMES, GIVEN_NAMES, PARTNER_DOMAINS } from "./data/people";
import { GUEST_SHARE, IPV6_HOME_SHARE, LEGACY_MAIL_SHARE } from "./data/volumes";
import type { NetworkPlan } from "./network-plan";
import { type Random, stableUuid, WeightedPicker } from "./random";

/** A person who must be among the generated ones, such as an account's owner. */
export interface NamedPerson {
  upn: string;
  displayName: string;
  objectId: string;
}

export interface Place {
  city: City;
  /** As it stands in records. Shared between them: never to be changed. */
  location: JsonObject;
  autonomousSystemNumber: number;
}

export interface Device {
  os: string;
  known: boolean;
  browser: string;
  userAgent: string;
  /** As they stand in records, in a browser and in a program. Shared between records: never to be changed. */
  inBrowser: JsonObject;
  inClient: JsonObject;
}

/** Something that a person's clients do again and again: what makes non-interactive sign-ins group. */
export interface Habit {
  application: Application;
  resource: string;
  device: Device;
  browser: boolean;
}

export interface Person {
  id: string;
  upn: string;
  displayName: string;
  userType: "member" | "guest";
  /** The tenant that a guest comes from. */
  homeTenantId: string | undefined;
  home: Place;
  homeAddress: string;
  laptop: Device;
  phone: Device;
  privateDevice: Device;
  habits: readonly Habit[];
  anyHabit: WeightedPicker<Habit>;
  browserHabits: readonly Habit[];
  familyHabits: readonly Habit[];
  laptopHabits: readonly Habit[];
  legacyClient: string | undefined;
  sessionId: string;
  /** How much this person does, against the others. */
  activity: number;
}

export interface PersonOptions {
  index: number;
  named: NamedPerson | undefined;
  taken: Set<string>;
  tenantDomain: string;
  home: Place;
  network: NetworkPlan;
  mustBeMember: boolean;
  mustHaveWindows: boolean;
  mustUseLegacyMail: boolean;
}

const HABITS = 9;
const pickers = {
  laptop: modelPicker("laptop"),
  phone: modelPicker("phone"),
  private: modelPicker("private"),
};
const anyApplication = new WeightedPicker(APPLICATIONS, ({ weight }) => weight);

export function makePerson(random: Random, options: PersonOptions): Person {
  const { named, network } = options;
  const guest = !named && !options.mustBeMember && random.chance(GUEST_SHARE);
  const partner = random.pick(PARTNER_DOMAINS);
  const { upn, displayName } = named ?? nameFor(random, guest ? partner : options.tenantDomain, options.taken);
  const laptopModel = options.mustHaveWindows ? (DEVICE_MODELS[0] as DeviceModel) : pickers.laptop.pick(random);
  const laptop = makeDevice(random, laptopModel, `LT-${1000 + options.index}`);
  const phone = makeDevice(random, pickers.phone.pick(random), `PH-${1000 + options.index}`);
  const privateDevice = makeDevice(random, pickers.private.pick(random), "");
  const habits = makeHabits(random, laptop, phone);
  const legacy = options.mustUseLegacyMail || (!guest && random.chance(LEGACY_MAIL_SHARE));
  const or = (list: readonly Habit[]) => (list.length > 0 ? list : habits);
  return {
    ...{ id: named?.objectId ?? random.uuid(), upn, displayName, userType: guest ? "guest" : "member" },
    homeTenantId: guest ? stableUuid(`tenant:${partner}`) : undefined,
    home: options.home,
    homeAddress: random.chance(IPV6_HOME_SHARE) ? network.homeV6() : network.home(),
    ...{ laptop, phone, privateDevice, habits },
    anyHabit: new WeightedPicker(habits, (habit) => 1 / (1 + habits.indexOf(habit))),
    browserHabits: or(habits.filter((habit) => habit.browser)),
    familyHabits: or(habits.filter((habit) => habit.application.family)),
    laptopHabits: or(habits.filter((habit) => habit.device === laptop)),
    legacyClient: legacy ? random.pick(LEGACY_CLIENTS) : undefined,
    sessionId: random.uuid(),
    // A few people do much more than most; accounts that people sign in to this product with are busy ones.
    activity: named ? 2 : 0.3 + 2.7 * random.float() ** 3,
  };
}

function nameFor(random: Random, domain: string, taken: Set<string>): { upn: string; displayName: string } {
  const given = random.pick(GIVEN_NAMES);
  const family = random.pick(FAMILY_NAMES);
  const account = `${plain(given)}.${plain(family)}`;
  let upn = `${account}@${domain}`;
  for (let number = 2; taken.has(upn); number++) upn = `${account}${number}@${domain}`;
  taken.add(upn);
  return { upn, displayName: `${given} ${family}` };
}

const LETTERS: Readonly<Record<string, string>> = { ø: "o", æ: "ae", ß: "ss", ł: "l" };

/** The name in the letters that addresses are made of. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[øæßł]/g, (letter) => LETTERS[letter] ?? "");
}

function modelPicker(kind: DeviceModel["kind"]): WeightedPicker<DeviceModel> {
  return new WeightedPicker(
    DEVICE_MODELS.filter((model) => model.kind === kind),
    ({ weight }) => weight,
  );
}

function makeDevice(random: Random, model: DeviceModel, name: string): Device {
  const known = model.trustType !== "";
  const managed = known && random.chance(0.92);
  const common: JsonObject = {
    ...{ deviceId: known ? random.uuid() : "", displayName: known ? name : "", operatingSystem: model.os },
    ...{ isCompliant: managed, isManaged: managed, trustType: model.trustType },
  };
  return {
    ...{ os: model.os, known: managed, browser: model.browser, userAgent: model.userAgent },
    inBrowser: { ...common, browser: model.browser },
    inClient: { ...common, browser: "" },
  };
}

function makeHabits(random: Random, laptop: Device, phone: Device): Habit[] {
  return Array.from({ length: HABITS }, () => {
    const application = anyApplication.pick(random);
    const device = random.chance(0.7) ? laptop : phone;
    const browser = application.runs === "browser" || (application.runs === "both" && random.chance(0.35));
    return { application, resource: random.pick(application.resources), device, browser };
  });
}
