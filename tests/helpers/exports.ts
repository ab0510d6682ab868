/** What tests of exports have in common: people, questions, a place for bundles, a mail server, and reading a bundle. */
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { mintScope } from "@/lib/access/mint-scope";
import { type BundleStore, type StoredFile, setBundleStore } from "@/lib/bundles/bundle-store";
import { openLocalStore } from "@/lib/bundles/local-store";
import { CATEGORIES } from "@/lib/model/categories";
import { EVERY_LOG, type ExportLog } from "@/lib/model/exports";
import { DAY_MS } from "@/lib/model/retention";
import { permissionsOfRoles, type Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { createUser } from "@/lib/services/users/create-user";

/** A user of the tenant, and the scope that their session would have. */
export async function createReader(tenant: TenantScope, name: string, ...roles: Role[]): Promise<TenantScope> {
  const upn = `${name}@${tenant.tenantSlug}.example`;
  const { userId } = await createUser(tenant, { upn, displayName: `${name} Reader`, roles });
  const { tenantId, tenantSlug, tenantName, license } = tenant;
  return mintScope({
    ...{ tenantId, tenantSlug, tenantName, license, permissions: permissionsOfRoles(roles) },
    actor: { kind: "user", id: userId, name: `${name} Reader`, upn },
    origin: { ip: "192.0.2.77", requestId: "request-of-test" },
  });
}

/** The four logs over the last days; filters that only the user logs know go to those alone. */
export function everyLog(now: Date, params = "", { days = 7, others = params } = {}): ExportLog[] {
  return EVERY_LOG.map((category) => ({
    ...{ category, params: CATEGORIES[category].principal === "user" ? params : others, notApplied: [] },
    from: new Date(now.getTime() - days * DAY_MS).toISOString(),
    to: new Date(now.getTime() + DAY_MS).toISOString(),
  }));
}

export interface TestStore extends BundleStore {
  folder: string;
  keys(): Promise<string[]>;
  /** Also what was not finished. */
  files(): Promise<StoredFile[]>;
  bytes(key: string): Promise<Buffer>;
  drop(): void;
}

/** A folder of its own for bundles, made the store of this process. */
export function useLocalStore(): TestStore {
  const folder = mkdtempSync(path.join(tmpdir(), "signbook-bundles-"));
  // What is written while a bundle is made must not end up in the project's own folder either.
  process.env.DATA_DIR = folder;
  const store = openLocalStore(path.join(folder, "bundles"));
  setBundleStore(store);
  const files = async () => {
    const found: StoredFile[] = [];
    for await (const file of store.list()) found.push(file);
    return found;
  };
  return {
    ...store,
    folder,
    files,
    keys: async () => (await files()).map(({ key }) => key).sort(),
    bytes: async (key) => {
      const content = await store.read(key);
      if (!content) throw new Error(`There is no ${key}`);
      return buffer(content);
    },
    drop: () => {
      setBundleStore(undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The texts of a bundle's files, in their order. */
export function unzip(bytes: Buffer): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
}

/** The lines of a CSV file as objects, by header. */
export function readCsv(text: string): Record<string, string>[] {
  return parse(text, { columns: true, record_delimiter: "\r\n" });
}

type MailMoment = "offered" | "sent" | "taken";

export interface MailServer {
  url: string;
  /** Every mail taken, in order. */
  mails: ParsedMail[];
  messageIds(): string[];
  /** Answers to the next mails instead of taking them: a code and a text each. */
  refusals: [number, string][];
  /** What has happened to mails so far. */
  moments: MailMoment[];
  /** Stops at a moment until released, so that a test can do something just then. */
  hold(at: string): void;
  release(): void;
  stop(): Promise<void>;
}

/** Where a conversation with the mail server may be made to wait. */
class Gate {
  readonly moments: MailMoment[] = [];
  #heldAt: string | undefined;
  #waiting: (() => void)[] = [];

  hold(at: string): void {
    this.#heldAt = at;
  }

  release(): void {
    this.#heldAt = undefined;
    for (const go of this.#waiting.splice(0)) go();
  }

  async pass(moment: MailMoment): Promise<void> {
    this.moments.push(moment);
    if (this.#heldAt !== moment) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** A real SMTP server in this process that keeps what it gets. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const refusals: [number, string][] = [];
  const gate = new Gate();
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo: async (_address, _session, done) => {
      await gate.pass("offered");
      const refusal = refusals.shift();
      if (!refusal) return done();
      done(Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }));
    },
    onData: (stream, _session, done) => {
      void buffer(stream)
        .then((content) => simpleParser(content))
        .then(async (mail) => {
          await gate.pass("sent");
          mails.push(mail);
          done();
          await gate.pass("taken");
        });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    ...{ url: `smtp://127.0.0.1:${taken}`, mails, refusals, moments: gate.moments },
    hold: (at) => gate.hold(at),
    release: () => gate.release(),
    messageIds: () => mails.map(({ messageId }) => messageId ?? "none"),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
