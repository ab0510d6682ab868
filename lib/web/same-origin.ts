/** Forms are taken only from our own pages. */
import { headers } from "next/headers";
import { env, isLoopbackHost } from "@/lib/env";
import { InvalidInputError } from "@/lib/model/errors";

/**
 * To be called first in every server action: Next itself lets a request without an Origin pass.
 * @throws InvalidInputError when the request was not sent by a page of ours.
 */
export async function requireSameOrigin(): Promise<void> {
  const { APP_URL } = env();
  if (!isOwnOrigin((await headers()).get("origin"), APP_URL)) {
    throw new InvalidInputError({
      origin: `This was not sent from a page of this site. Open ${APP_URL} and try again.`,
    });
  }
}

/**
 * Whether an Origin header names this site. On loopback any of its names will do: whoever opens 127.0.0.1 instead of
 * localhost is the same person at the same machine, and cookies do not cross between the two.
 */
export function isOwnOrigin(origin: string | null, appUrl: string): boolean {
  if (origin === null || !URL.canParse(origin)) return false;
  const own = new URL(appUrl);
  const other = new URL(origin);
  if (other.origin === own.origin) return true;
  const bothLoopback = [own, other].every(({ hostname }) => isLoopbackHost(hostname.replace(/^\[|\]$/g, "")));
  return bothLoopback && other.protocol === own.protocol && other.port === own.port;
}
