/** From when on a sign-in is called unusual. Every number of `unusual.ts` stands here. */
export const UNUSUAL = {
  /** A new country or device says something only of somebody whose ways are known. */
  newPlace: { earlierSuccesses: 10, historyDays: 7 },
  /** So many failures within the minutes, then a success no later than this. */
  burst: { failures: 10, minutes: 10, successWithinMinutes: 60 },
  /** Farther and faster than this between two successes is no journey. */
  travel: { overKm: 500, overKmPerHour: 900 },
  /** A network (a company's exit, a phone's provider) is known this long after a success from it. */
  knownNetworkHours: 24,
  /** So many of a person's newest sign-ins are looked at; whoever has more within a week is told less. */
  historyRows: 5_000,
  /** So many of a person's newest sign-ins are kept as they came, so that what arrives a little late is judged in its place. */
  recentRows: 20,
  /** Devices, networks and countries of a person; of more than this the longest unused are forgotten. */
  remembered: 200,
} as const;
