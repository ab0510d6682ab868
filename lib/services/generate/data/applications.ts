/** What people and programs sign in to. Ids follow from the names, so they are the same in every tenant. */
import { stableUuid } from "../random";

export interface Application {
  id: string;
  name: string;
  /** Clients of one family share a refresh token. */
  family: boolean;
  /** Runs in a browser, as a program on the device, or both. */
  runs: "browser" | "client" | "both";
  /** Handles money: needs a managed device. */
  finance: boolean;
  /** How much it is used. */
  weight: number;
  /** Names of the resources it asks for; the first is the usual one. */
  resources: readonly string[];
}

type Row = [
  name: string,
  runs: Application["runs"],
  flags: "" | "family" | "finance",
  weight: number,
  resources: readonly string[],
];

const ROWS: Row[] = [
  ["Mail", "both", "family", 30, ["Mailbox Service", "Directory Graph"]],
  ["Calendar", "both", "family", 12, ["Mailbox Service"]],
  ["Team Chat", "both", "family", 28, ["Chat Service", "Directory Graph", "Presence Service"]],
  ["File Sync", "client", "family", 16, ["Document Library", "Directory Graph"]],
  ["Documents", "both", "family", 14, ["Document Library"]],
  ["Notes", "client", "family", 6, ["Document Library"]],
  ["Intranet", "browser", "", 12, ["Document Library"]],
  ["Admin Portal", "browser", "", 3, ["Directory Graph", "Cloud Management"]],
  ["Cloud Console", "browser", "", 4, ["Cloud Management"]],
  ["Cloud Command Line", "client", "", 3, ["Cloud Management", "Directory Graph"]],
  ["Code Forge", "browser", "", 7, ["Code Forge"]],
  ["Build Pipelines", "browser", "", 3, ["Code Forge", "Key Vault"]],
  ["Customer Desk", "browser", "", 8, ["Customer Records"]],
  ["Expense Desk", "browser", "finance", 4, ["Ledger Service"]],
  ["Payroll", "browser", "finance", 2, ["Ledger Service"]],
  ["Purchase Orders", "browser", "finance", 3, ["Ledger Service"]],
  ["People Directory", "browser", "", 5, ["Directory Graph"]],
  ["Learning Hub", "browser", "", 3, ["Learning Hub"]],
  ["Service Desk", "browser", "", 5, ["Service Desk"]],
  ["Video Meetings", "both", "", 10, ["Presence Service"]],
  ["Analytics Studio", "browser", "", 4, ["Data Warehouse"]],
  ["Device Enrolment", "client", "", 2, ["Device Management"]],
  ["Remote Desktop", "client", "", 3, ["Virtual Desktops"]],
  ["Password Reset", "browser", "", 2, ["Directory Graph"]],
];

export const APPLICATIONS: readonly Application[] = ROWS.map(([name, runs, flag, weight, resources]) => ({
  id: stableUuid(`application:${name}`),
  name,
  family: flag === "family",
  runs,
  finance: flag === "finance",
  weight,
  resources,
}));

/** The application that stands for unlocking a computer. */
export const DEVICE_SIGN_IN: Application = {
  id: stableUuid("application:Device Sign-in"),
  name: "Device Sign-in",
  family: false,
  runs: "client",
  finance: false,
  weight: 0,
  resources: ["Device Management"],
};

const resourceIds = new Map<string, string>();

export function resourceId(name: string): string {
  const known = resourceIds.get(name);
  if (known !== undefined) return known;
  const id = stableUuid(`resource:${name}`);
  resourceIds.set(name, id);
  return id;
}

/** Programs that sign in as themselves, with how they prove it and what they ask for. */
export const WORKLOADS: readonly {
  name: string;
  credential: "certificate" | "secret" | "federated";
  resource: string;
  weight: number;
}[] = [
  { name: "Nightly Backup", credential: "certificate", resource: "Document Library", weight: 6 },
  { name: "Mail Archiver", credential: "certificate", resource: "Mailbox Service", weight: 14 },
  { name: "People Sync", credential: "certificate", resource: "Directory Graph", weight: 18 },
  { name: "Ledger Export", credential: "certificate", resource: "Ledger Service", weight: 5 },
  { name: "Metrics Collector", credential: "secret", resource: "Cloud Management", weight: 22 },
  { name: "Ticket Bridge", credential: "secret", resource: "Service Desk", weight: 12 },
  { name: "Chat Bot", credential: "secret", resource: "Chat Service", weight: 10 },
  { name: "Door Access Sync", credential: "secret", resource: "Directory Graph", weight: 6 },
  { name: "Print Service", credential: "secret", resource: "Directory Graph", weight: 7 },
  { name: "Build Agent", credential: "federated", resource: "Code Forge", weight: 11 },
  { name: "Release Deployer", credential: "federated", resource: "Cloud Management", weight: 4 },
  { name: "Survey Mailer", credential: "secret", resource: "Mailbox Service", weight: 3 },
];

/** Machines and services whose credential the platform keeps. */
export const MACHINES: readonly {
  name: string;
  kind: "system" | "user";
  type: string;
  resource: string;
  weight: number;
}[] = [
  { name: "vm-web-01", kind: "system", type: "Microsoft.Compute/virtualMachines", resource: "Key Vault", weight: 8 },
  { name: "vm-web-02", kind: "system", type: "Microsoft.Compute/virtualMachines", resource: "Key Vault", weight: 8 },
  {
    name: "vm-batch-01",
    kind: "system",
    type: "Microsoft.Compute/virtualMachines",
    resource: "Data Warehouse",
    weight: 6,
  },
  { name: "func-invoices", kind: "system", type: "Microsoft.Web/sites", resource: "Ledger Service", weight: 4 },
  {
    name: "id-pipelines",
    kind: "user",
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    resource: "Cloud Management",
    weight: 5,
  },
  {
    name: "id-reporting",
    kind: "user",
    type: "Microsoft.ManagedIdentity/userAssignedIdentities",
    resource: "Data Warehouse",
    weight: 3,
  },
];
