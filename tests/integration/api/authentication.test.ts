import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET, POST } from "@/app/api/auth/[...nextauth]/route";
import { closeConnections, connectTo } from "@/db/connections";
import { sessionFromToken } from "@/lib/access/session";
import { INTERNAL_HEADERS } from "@/lib/server/internal-headers";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { openSessionCookie } from "@/lib/web/session-cookie";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, createTestUser, openTestSite, PASSWORD, type TestSite } from "../auth/site";

const SESSION_COOKIE = "next-auth.session-token";

let site: TestSite;
let tenant: TestTenant;
let upn: string;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
});
afterAll(() => site.close());
beforeEach(async () => {
  upn = (await createTestUser(tenant)).upn;
});

/** A program that keeps cookies, as a browser does. */
class Client {
  readonly cookies = new Map<string, string>();
  /** The attributes of each cookie when it was last set. */
  readonly attributes = new Map<string, string>();

  async request(path: string, form?: Record<string, string>): Promise<Response> {
    const request = new Request(`${APP_URL}/api/auth/${path}`, {
      method: form ? "POST" : "GET",
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        [INTERNAL_HEADERS.clientAddress]: "192.0.2.44",
        "user-agent": "Test/1.0",
      },
      body: form && new URLSearchParams(form),
    });
    const nextauth = path.split("?")[0]?.split("/") ?? [];
    const response = await (form ? POST : GET)(request, { params: Promise.resolve({ nextauth }) });
    for (const header of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = header.split("; ");
      const [name = "", ...value] = pair.split("=");
      if (value.join("=") === "") this.cookies.delete(name);
      else this.cookies.set(name, value.join("="));
      this.attributes.set(name, attributes.join("; "));
    }
    return response;
  }

  async csrfToken(): Promise<string> {
    return (await (await this.request("csrf")).json()).csrfToken;
  }

  async signIn(password = PASSWORD, more: Record<string, string> = {}): Promise<Response> {
    const csrfToken = await this.csrfToken();
    return this.request("callback/password", { csrfToken, username: upn, password, ...more });
  }

  async session(): Promise<Record<string, unknown>> {
    return (await this.request("session")).json();
  }
}

describe("signing in as next-auth's clients do", () => {
  it("gives a session cookie for the right password", async () => {
    const client = new Client();
    const response = await client.signIn(PASSWORD, {
      callbackUrl: `${APP_URL}/${tenant.slug}/sign-ins/interactive?a=b`,
    });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe(`/${tenant.slug}/sign-ins/interactive?a=b`);
    expect(client.attributes.get(SESSION_COOKIE)).toMatch(/HttpOnly/);
    expect(client.attributes.get(SESSION_COOKIE)).toMatch(/SameSite=Lax/);
    expect(client.attributes.get(SESSION_COOKIE)).toMatch(/Path=\//);
    expect(await client.session()).toMatchObject({ user: { email: upn }, tenant: tenant.slug });
  });

  it("puts the session's id into the cookie, encrypted, and where the browser was into its row", async () => {
    const client = new Client();
    await client.signIn();
    const sid = await openSessionCookie(client.cookies.get(SESSION_COOKIE));
    expect(sid).toMatch(new RegExp(`^${tenant.tenantId}\\.[\\w-]{43}$`));
    expect(await sessionFromToken(sid ?? "", new Date())).toMatchObject({ upn });
    const [row] =
      await site.owner`select s.ip_text, s.user_agent from sessions s join users u using (tenant_id, user_id)
      where u.upn = ${upn}`;
    expect(row).toEqual({ ip_text: "192.0.2.44", user_agent: "Test/1.0" });
  });

  it.each([
    ["a wrong password", { password: "wrong" }],
    ["an unknown user", { username: "nobody@nowhere.example" }],
    ["no password", { password: "" }],
  ])("leads back to the sign-in page, without a session, for %s", async (_, fields) => {
    const client = new Client();
    const response = await client.signIn(PASSWORD, fields);
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toMatch(/^\/sign-in\?error=CredentialsSignin/);
    expect(client.cookies.has(SESSION_COOKIE)).toBe(false);
    expect(await client.session()).toEqual({});
  });

  it("needs the token against forged requests", async () => {
    const client = new Client();
    await client.csrfToken();
    for (const csrfToken of ["", "0".repeat(64)]) {
      await client.request("callback/password", { csrfToken, username: upn, password: PASSWORD });
      expect(client.cookies.has(SESSION_COOKIE)).toBe(false);
    }
  });

  it.each(["https://evil.example/", "//evil.example/", "javascript:alert(1)"])(
    "never leads to %s afterwards",
    async (callbackUrl) => {
      const response = await new Client().signIn(PASSWORD, { callbackUrl });
      const goal = new URL(response.headers.get("location") ?? "", APP_URL);
      expect(goal.origin).toBe(APP_URL);
    },
  );

  it("ends the session for good when signing out: the old cookie is worth nothing", async () => {
    const client = new Client();
    await client.signIn();
    const kept = client.cookies.get(SESSION_COOKIE) ?? "";
    await client.request("signout", { csrfToken: await client.csrfToken() });
    expect(client.cookies.has(SESSION_COOKIE)).toBe(false);
    client.cookies.set(SESSION_COOKIE, kept);
    expect(await client.session()).toEqual({});
  });

  it("shows no session of a user who was disabled meanwhile", async () => {
    const client = new Client();
    await client.signIn();
    await setUserDisabled(tenant.scope, { upn, disabled: true });
    expect(await client.session()).toEqual({});
  });

  it("does not take a cookie that another secret made", async () => {
    const client = new Client();
    await client.signIn();
    const { encode } = await import("next-auth/jwt");
    const sid = await openSessionCookie(client.cookies.get(SESSION_COOKIE));
    client.cookies.set(SESSION_COOKIE, await encode({ token: { sid }, secret: "another secret" }));
    expect(await client.session()).toEqual({});
  });

  it("answers 503, not 'wrong password', while the database is away, and signs nobody out", async () => {
    const client = new Client();
    await client.signIn();
    const away = new URL(site.appUrl);
    away.port = "1";
    await closeConnections();
    connectTo({ appUrl: away.href });
    const [signingIn, session] = [await new Client().signIn(), await client.request("session")];
    await closeConnections();
    connectTo({ appUrl: site.appUrl });
    expect(signingIn.status).toBe(503);
    expect(signingIn.headers.has("retry-after")).toBe(true);
    expect(session.status).toBe(503);
    expect(await client.session()).toMatchObject({ user: { email: upn } });
  });
});
