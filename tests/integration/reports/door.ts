/** The reporting API's doors as a program meets them, without a server in front. */
import { expect } from "vitest";
import type { ReportVersion } from "@/lib/model/reports/sign-in-fields";
import type { ClientPermission } from "@/lib/model/roles";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { createClient } from "@/lib/services/clients/create-client";
import { issueToken } from "@/lib/services/tokens/issue-token";
import { reportDoor } from "@/lib/web/report-door";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL } from "../auth/site";

export interface Answer {
  status: number;
  headers: Headers;
  body: JsonObject;
}

export interface Program {
  /** Asks for an address such as `/beta/auditLogs/signIns?$top=1`, or for a whole link. */
  get(address: string, headers?: Record<string, string>): Promise<Answer>;
  post(address: string, body: unknown): Promise<Answer>;
}

/** A client of the tenant with a token. */
export async function startProgram(tenant: TestTenant, ...permissions: ClientPermission[]): Promise<Program> {
  const client = await createClient(tenant.scope, { name: "Reader", permissions });
  const credentials = { tenant: tenant.tenantId, clientId: client.clientId, clientSecret: client.clientSecret };
  const token = await issueToken({ ...credentials, scope: `${APP_URL}/.default`, address: "test" }, new Date());
  const authorization = `Bearer ${token.access_token}`;
  return {
    get: (address, headers = {}) => ask(address, { headers: { authorization, ...headers } }),
    post: (address, body) =>
      ask(address, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

/** Asks as it stands. */
export async function ask(address: string, init: RequestInit = {}): Promise<Answer> {
  const url = new URL(address, APP_URL);
  const [version] = url.pathname.slice(1).split("/");
  const response = await reportDoor(version as ReportVersion)(new Request(url, init));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

/** The records of an answer. */
export function recordsOf({ body }: Answer): JsonObject[] {
  return body.value as JsonObject[];
}

export function idsOf(answer: Answer): string[] {
  return recordsOf(answer).map(({ id }) => String(id));
}

/** Follows the links to their end. */
export async function walk(from: Program, address: string, onPage = async (_: Answer) => {}): Promise<Answer[]> {
  const pages: Answer[] = [];
  for (let next: string | undefined = address; next; ) {
    const page = await from.get(next);
    expect(page.status).toBe(200);
    pages.push(page);
    await onPage(page);
    next = page.body["@odata.nextLink"] as string | undefined;
  }
  return pages;
}
