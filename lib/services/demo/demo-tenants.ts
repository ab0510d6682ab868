/** The demo tenants and the accounts in each: promised in the contract, so they do not change. */
import type { License } from "@/lib/model/licenses";
import type { Role } from "@/lib/model/roles";

export interface DemoTenant {
  slug: string;
  name: string;
  domain: string;
  license: License;
  events: number;
  people: number;
}

/** Sizes chosen so that loading all three takes well under 15 s on two cores. */
export const DEMO_TENANTS: readonly DemoTenant[] = [
  { slug: "acorn", name: "Acorn", domain: "acorn.example", license: "premium_p2", events: 20_000, people: 60 },
  { slug: "birch", name: "Birch", domain: "birch.example", license: "premium_p1", events: 8_000, people: 36 },
  { slug: "cedar", name: "Cedar", domain: "cedar.example", license: "free", events: 3_000, people: 30 },
];

export interface DemoAccount {
  /** Before the `@` of the tenant's domain. */
  account: string;
  displayName: string;
  roles: readonly Role[];
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { account: "admin", displayName: "Astrid Holm", roles: ["global-administrator"] },
  { account: "globalreader", displayName: "Imran Chaudhry", roles: ["global-reader"] },
  { account: "secadmin", displayName: "Nadia Costa", roles: ["security-administrator"] },
  { account: "secreader", displayName: "Emil Kowalski", roles: ["security-reader"] },
  { account: "reports", displayName: "Wanjiru Kamau", roles: ["reports-reader"] },
  { account: "user", displayName: "Thea Lindqvist", roles: [] },
];
