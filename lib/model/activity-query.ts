/** What may be asked of the audit log and the provisioning log: typed, untrusted, apart from who asks. */

/** Letter case never matters. */
export interface TextMatch {
  text: string;
  how: "equals" | "startsWith";
}

/** All that are given must hold; of a list, one. */
export interface AuditFilters {
  /** The record's id: the sender's, or for Signbook's own the row's. */
  id?: string;
  correlationId?: string;
  service?: readonly string[];
  category?: readonly string[];
  activity?: TextMatch;
  status?: readonly string[];
  /** Name, id or user principal name of any target. */
  target?: TextMatch;
  /** Name, id or user principal name of who did it. */
  initiatedBy?: TextMatch;
}

export interface ProvisioningFilters {
  id?: string;
  action?: readonly string[];
  status?: readonly string[];
  /** Name or id on either side. */
  identity?: TextMatch;
  /** Names or ids. */
  sourceSystem?: string;
  targetSystem?: string;
  servicePrincipal?: string;
  jobId?: string;
  cycleId?: string;
  changeId?: string;
}

export interface ActivityQuery<Filters> {
  /** From (included) to (excluded). */
  from: Date;
  to: Date;
  filters?: Filters;
  order?: "newestFirst" | "oldestFirst";
  /** `next` goes on in the order asked for, `previous` goes back. */
  cursor?: { token: string; direction: "next" | "previous" };
  /** Records on a page, 1 to {@link MOST_ACTIVITIES}. */
  size?: number;
}

export const MOST_ACTIVITIES = 1000;
export const USUAL_ACTIVITIES = 50;

export interface ActivityPage<Item> {
  items: Item[];
  /** Null at the end. */
  next: string | null;
  previous: string | null;
  /** What was read: the range asked for as far as the license keeps it. */
  range: { from: Date; to: Date };
  clamped: boolean;
}
