/** What the services hand to pages: one sign-in in a list, one in full, one page of a list. */
import type { CategorySlug } from "./categories/category";
import type { SignInMark } from "./sign-in-marks";
import type { JsonObject } from "./sign-in-record";
import type { Status } from "./status";
import type { Unusual } from "./unusual";

/** Something that signed in or was signed in to. At least one of id and name is set where anything was recorded. */
export interface Party {
  id: string | null;
  name: string | null;
}

export interface SignInListItem {
  category: CategorySlug;
  id: string;
  /** Event time, UTC, to the millisecond. */
  createdAt: Date;
  /** A user in the two user categories, a service principal or managed identity in the others. */
  principal: Party & { upn: string | null };
  application: Party;
  resource: Party;
  status: Status;
  errorCode: number;
  ipAddress: string | null;
  location: { city: string | null; state: string | null; country: string | null };
  /** `success`, `failure`, `notApplied`, or whatever else the provider said. */
  conditionalAccess: string | null;
  correlationId: string | null;
  userType: string | null;
  /** `single`, `multi`, or whatever else the provider said. */
  authenticationRequirement: string | null;
  client: { app: string | null; userAgent: string | null; browser: string | null; os: string | null };
  deviceId: string | null;
  /** What people said about it; null when nobody did. */
  mark: SignInMark | null;
  /** Why it is unlike the user's others; empty as a rule. */
  unusual: readonly Unusual[];
  /** The whole record, in lists only where it was asked for. */
  shown?: ShownRecord;
}

/** A record in Graph's beta `signIn` shape, without what its reader may not see. */
export interface ShownRecord {
  record: JsonObject;
  /** True when the reader's role may not see conditional-access policies: they are absent from `record`. */
  policiesHidden: boolean;
  /** True when the license does not bring risk data: the risk fields read `hidden`. */
  riskHidden: boolean;
}

/** What stands in a field that the license does not bring, as the reference has it. */
export const HIDDEN = "hidden";

/** What a page of sign-ins and a page of groups have in common. */
export interface PageFrame {
  /** Cursor of the page of older sign-ins; null when this page ends at the oldest. */
  olderCursor: string | null;
  /** Cursor of the page of newer sign-ins; null when this page starts at the newest. */
  newerCursor: string | null;
  /** Stands for the newest sign-in of this page: what is newer can be counted from there. Null where nothing is shown. */
  headCursor: string | null;
  /** The range that was really read, after the clamp to what the license keeps. */
  range: { from: Date; to: Date };
  /** True when the range asked for began before what the license keeps. */
  clamped: boolean;
  /**
   * Set when the search stopped before the start of the range because its time ran out: everything newer than this
   * was looked at. Never to be shown as "no sign-ins". `olderCursor` goes on from there.
   */
  searchedBackTo: Date | null;
}

export interface SignInPage extends PageFrame {
  items: readonly SignInListItem[];
}

/** Sign-ins that are identical but for time, inside one window. */
export interface SignInGroup {
  /** Its name in addresses. */
  id: string;
  /** Members inside the range that match the filters. */
  count: number;
  /** Time of the oldest such member, to the second. */
  firstAt: Date;
  /** The newest such member: what the row shows. */
  latest: SignInListItem;
}

export interface GroupPage extends PageFrame {
  groups: readonly SignInGroup[];
}

/** Some of the members of one group. */
export interface MemberPage {
  items: readonly SignInListItem[];
  /** Cursor of the next, older ones; null when these are the last. */
  olderCursor: string | null;
}

export interface SignInDetail extends SignInListItem, ShownRecord {
  /** When Signbook received it first, UTC. */
  receivedAt: Date | null;
  /** What reading noticed: disagreeing sources, replaced characters. One sentence each. */
  notes: readonly string[];
}
