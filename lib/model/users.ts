/** People who may sign in to Signbook, as their administrators see them. */
import { isRole, type Role } from "./roles";

export interface UserView {
  userId: string;
  upn: string;
  displayName: string;
  objectId: string | null;
  roles: readonly Role[];
  createdAt: Date;
  disabledAt: Date | null;
  lastSignInAt: Date | null;
}

export interface UserDetail extends UserView {
  /** Browsers that are signed in now. */
  liveSessions: number;
  /** Whether there is a password to sign in with. */
  hasPassword: boolean;
  /** Whether a one-time code is asked for as well. */
  hasSecondFactor: boolean;
}

export const USER_STATES = { enabled: "Enabled", disabled: "Disabled" } as const;
export type UserState = keyof typeof USER_STATES;

export const USER_PAGE_SIZE = 50;
export const USER_SEARCH_MAX_LENGTH = 100;

export interface UserQuery {
  /** How the name or the user name begins; empty when it does not matter. */
  search: string;
  role?: Role;
  state?: UserState;
  /** The user that the page begins after, or ends before. */
  position?: { userId: string; direction: "after" | "before" };
}

export type ParsedUserQuery =
  | { ok: true; query: UserQuery }
  | { ok: false; problems: Readonly<Record<string, string>> };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param params of the address; what is not named here belongs to the page. */
export function parseUserQuery(params: URLSearchParams): ParsedUserQuery {
  const problems: Record<string, string> = {};
  const search = (params.get("search") ?? "").trim();
  if (search.length > USER_SEARCH_MAX_LENGTH) {
    problems.search = `Search: at most ${USER_SEARCH_MAX_LENGTH} characters.`;
  }
  if (/\p{Cc}/u.test(search)) problems.search = "Search: control characters are not allowed.";
  const role = params.get("role") || undefined;
  if (role && !isRole(role)) problems.role = "Role: there is no such role.";
  const state = params.get("state") || undefined;
  if (state && !isState(state)) problems.state = "Account: enabled, disabled, or nothing.";
  const position = positionOf(params, problems);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  return {
    ok: true,
    query: {
      search,
      ...(role && isRole(role) ? { role } : {}),
      ...(state && isState(state) ? { state } : {}),
      ...(position ? { position } : {}),
    },
  };
}

function positionOf(params: URLSearchParams, problems: Record<string, string>): UserQuery["position"] {
  const [after, before] = [params.get("after"), params.get("before")];
  if (after && before) problems.after = "Page: either after or before, not both.";
  const userId = after || before;
  if (!userId) return undefined;
  if (!ID.test(userId)) problems.after = "Page: this link is not one of this page’s.";
  return { userId, direction: after ? "after" : "before" };
}

function isState(word: string): word is UserState {
  return Object.hasOwn(USER_STATES, word);
}

/** The page's address with a query's filters, and with a position where one is given. */
export function userListHref(
  tenant: string,
  { search, role, state }: Pick<UserQuery, "search" | "role" | "state">,
  position?: UserQuery["position"],
): string {
  const params = new URLSearchParams({
    ...(search ? { search } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...(position ? { [position.direction]: position.userId } : {}),
  }).toString();
  return params ? `/${tenant}/users?${params}` : `/${tenant}/users`;
}
