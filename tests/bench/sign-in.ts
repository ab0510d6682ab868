/** Signs in as a client program does and returns the cookies. */
export async function signInForCookie(url: string, username: string, password: string): Promise<string> {
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const cookies = new Map<string, string>();
  collect(cookies, first);
  const second = await fetch(`${url}/api/auth/callback/password`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: header(cookies), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, username, password }),
  });
  collect(cookies, second);
  if (![...cookies.keys()].some((name) => name.includes("session-token"))) {
    throw new Error(`${username} could not sign in: ${second.status} ${second.headers.get("location")}`);
  }
  return header(cookies);
}

function collect(cookies: Map<string, string>, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

function header(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}
