/** The organisation that generated sign-ins come from: its people, devices, places, programs and policies. */
import { MACHINES, WORKLOADS } from "./data/applications";
import { CITIES, type City } from "./data/cities";
import { PEOPLE_MAX, PEOPLE_MIN } from "./data/volumes";
import { makePerson, type NamedPerson, type Person, type Place } from "./make-person";
import { NetworkPlan } from "./network-plan";
import { Random, stableUuid, WeightedPicker } from "./random";

export interface ProfileOptions {
  seed: string;
  tenantDomain: string;
  tenantName: string;
  /** Stands in the records as their tenant; made from the domain when absent. */
  tenantId?: string;
  /** How many people; those named count. */
  people: number;
  named?: readonly NamedPerson[];
}

export interface Workload {
  id: string;
  applicationId: string;
  name: string;
  credential: "certificate" | "secret" | "federated";
  keyId: string;
  thumbprint: string;
  resource: string;
  address: string;
  place: Place;
}

export interface Machine {
  id: string;
  applicationId: string;
  name: string;
  kind: "system" | "user";
  azurePath: string;
  resource: string;
}

export interface TenantProfile {
  tenantId: string;
  tenantDomain: string;
  tenantName: string;
  places: readonly Place[];
  /** Cities with an office, the headquarters first. */
  offices: readonly Place[];
  people: readonly Person[];
  anyPerson: WeightedPicker<Person>;
  /** People whose computer can be unlocked by face or finger. */
  deviceSignInPeople: readonly Person[];
  legacyMailPeople: readonly Person[];
  workloads: readonly Workload[];
  anyWorkload: Readonly<Record<Workload["credential"] | "any", WeightedPicker<Workload>>>;
  anyMachine: WeightedPicker<Machine>;
  network: NetworkPlan;
}

const OFFICE_SHARES = [0.58, 0.27, 0.15];
/** Larger organisations run more copies of the same programs. */
const PEOPLE_PER_WORKLOAD_SET = 400;
const WORKLOAD_SETS_MAX = 25;

/** Builds the organisation of a seed: the same for the same options. */
export function buildTenantProfile(options: ProfileOptions): TenantProfile {
  const random = new Random(`profile:${options.seed}:${options.tenantDomain}`);
  const tenantId = options.tenantId ?? stableUuid(`tenant:${options.tenantDomain}`);
  const network = new NetworkPlan(random.below(1_000_000));
  const places = CITIES.map(placeOf);
  const offices = chooseOffices(random, places);
  const people = makePeople(options, random, { offices, network });
  const { workloads, weights } = makeWorkloads(random, options.people, offices, network);
  const machines = makeMachines(random);
  const withCredential = (credential: Workload["credential"]) =>
    new WeightedPicker(
      workloads.filter((workload) => workload.credential === credential),
      (workload) => weights.get(workload) ?? 0,
    );
  return {
    tenantId,
    tenantDomain: options.tenantDomain,
    tenantName: options.tenantName,
    places,
    offices,
    people,
    anyPerson: new WeightedPicker(people, (person) => person.activity),
    deviceSignInPeople: people.filter((person) => person.laptop.os.startsWith("Windows")),
    legacyMailPeople: people.filter((person) => person.legacyClient),
    workloads,
    anyWorkload: {
      certificate: withCredential("certificate"),
      secret: withCredential("secret"),
      federated: withCredential("federated"),
      any: new WeightedPicker(workloads, (workload) => weights.get(workload) ?? 0),
    },
    anyMachine: new WeightedPicker(
      machines,
      (machine) => MACHINES.find(({ name }) => name === machine.name)?.weight ?? 1,
    ),
    network,
  };
}

function placeOf(city: City, index: number): Place {
  return {
    city,
    location: {
      city: city.city,
      state: city.state,
      countryOrRegion: city.country,
      geoCoordinates: { latitude: city.latitude, longitude: city.longitude },
    },
    // From the numbers set aside for documentation.
    autonomousSystemNumber: 64_496 + (index % 16),
  };
}

function chooseOffices(random: Random, places: readonly Place[]): Place[] {
  const offices = new Set<Place>();
  while (offices.size < OFFICE_SHARES.length) offices.add(random.pick(places));
  return [...offices];
}

interface Surroundings {
  offices: readonly Place[];
  network: NetworkPlan;
}

function makePeople(options: ProfileOptions, random: Random, { offices, network }: Surroundings): Person[] {
  const named = options.named ?? [];
  const total = Math.max(named.length, Math.min(PEOPLE_MAX, Math.max(PEOPLE_MIN, options.people)));
  const taken = new Set(named.map(({ upn }) => upn));
  const office = new WeightedPicker([0, 1, 2], (index) => OFFICE_SHARES[index] as number);
  return Array.from({ length: total }, (_, index) =>
    makePerson(random, {
      ...{ index, taken, network, tenantDomain: options.tenantDomain, named: named[index] },
      // The first people of every kind must exist however small the organisation is.
      ...{
        mustHaveWindows: index === 0,
        mustUseLegacyMail: index === named.length,
        mustBeMember: index <= named.length,
      },
      home: offices[office.pick(random)] as Place,
    }),
  );
}

function makeWorkloads(random: Random, people: number, offices: readonly Place[], network: NetworkPlan) {
  const sets = Math.min(WORKLOAD_SETS_MAX, 1 + Math.floor(people / PEOPLE_PER_WORKLOAD_SET));
  const weights = new Map<Workload, number>();
  for (let set = 0; set < sets; set++) {
    for (const { name, credential, resource, weight } of WORKLOADS) {
      const workload: Workload = {
        ...{ id: random.uuid(), applicationId: random.uuid(), credential, resource },
        name: set === 0 ? name : `${name} ${set + 1}`,
        ...{ keyId: random.uuid(), thumbprint: random.hex(10).toUpperCase() },
        ...{ address: network.datacentre(), place: random.pick(offices) },
      };
      weights.set(workload, weight);
    }
  }
  return { workloads: [...weights.keys()], weights };
}

function makeMachines(random: Random): Machine[] {
  const subscription = random.uuid();
  return MACHINES.map(({ name, kind, type, resource }) => ({
    ...{ id: random.uuid(), applicationId: random.uuid(), name, kind, resource },
    azurePath: `/subscriptions/${subscription}/resourcegroups/rg-production/providers/${type}/${name}`,
  }));
}
