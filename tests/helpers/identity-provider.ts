/** A real OpenID provider in this process, and a browser's way through its pages. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import Provider from "oidc-provider";

export const CLIENT = { clientId: "signbook", clientSecret: "a secret that only the two know" };

export interface IdentityProvider {
  issuer: string;
  /** What it tells of its people, by their subjects. */
  people: Map<string, Record<string, unknown>>;
  /** Changes the claims of the next ID tokens, which are signed anew. */
  tamper: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined;
  /** Goes the whole way as this person. @returns the parameters that it comes back with. */
  passThrough(address: string, subject: string): Promise<URLSearchParams>;
  stop(): Promise<void>;
}

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: "test", alg: "RS256", use: "sig" };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people: IdentityProvider["people"] = new Map();
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [jwk as never] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async () => ({ sub: accountId, ...people.get(accountId) }),
    }),
  });
  const self: IdentityProvider = {
    ...{ issuer, people, tamper: undefined },
    passThrough: (address, subject) => passThrough(address, subject, redirectUri),
    stop: () => close(server),
  };
  provider.use(async (context, next) => {
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (!self.tamper || !body?.id_token) return;
    const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1] ?? "", "base64url").toString());
    const changed = new SignJWT(self.tamper(claims)).setProtectedHeader({ alg: "RS256", kid: "test" });
    body.id_token = await changed.sign(privateKey);
  });
  server.on("request", provider.callback());
  return self;
}

/** Its own pages: one to sign in, one to agree. */
async function passThrough(address: string, subject: string, redirectUri: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  const ask = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
      cookies.set(name, value);
    }
    return answer;
  };
  let next = address;
  for (let steps = 0; steps < 12; steps++) {
    if (next.startsWith(redirectUri)) return new URL(next).searchParams;
    let answer = await ask(next);
    if (answer.status === 200) {
      const page = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? next;
      answer = await ask(new URL(action, next).href, { prompt, login: subject, password: "any" });
    }
    const location = answer.headers.get("location");
    if (!location) throw new Error(`The provider answers ${answer.status} at ${next}: ${await answer.text()}`);
    next = new URL(location, next).href;
  }
  throw new Error("The provider leads round in circles.");
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
