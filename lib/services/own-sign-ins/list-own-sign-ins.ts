/** A page of the sign-ins of the person who asks, for themselves. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { allKeysOf } from "@/db/queries/own-sign-ins/own-keys";
import { type OwnPosition, type OwnRows, readOwnPage } from "@/db/queries/own-sign-ins/own-page";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import { countriesNamed } from "@/lib/model/country-names";
import { OWN_PAGE_SIZE, type OwnQuery } from "@/lib/model/own-query";
import type { OwnScope } from "@/lib/model/scope";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { addRecords } from "../sign-ins/add-records";
import { markItems } from "../sign-ins/mark-items";
import { presentSignIn } from "../sign-ins/present-sign-in";
import { markUnusual } from "./mark-unusual";
import { ownKeysOf, ownRights } from "./own-account";
import { decodeOwnCursor, encodeOwnCursor } from "./own-cursors";

/** After this no further stretch is searched: the page shows what it found and says how far back it looked. */
const SEARCH_BUDGET_MS = 400;

export interface OwnSignInPage {
  /** Newest first. */
  items: readonly SignInListItem[];
  olderCursor: string | null;
  newerCursor: string | null;
  /** Set when time ran out before the start of the range: never to be shown as "no sign-ins". */
  searchedBackTo: Date | null;
  /** Whether anything links the account to sign-ins: its id at the identity provider, or its name. */
  linked: boolean;
}

interface ListOptions {
  now?: Date;
  size?: number;
  budgetMs?: number;
}

/**
 * The person's own sign-ins, interactive and non-interactive, inside what the tenant's license keeps. Needs no role and
 * no license: the scope is of a kind of its own, which opens nothing else.
 * @throws NotSignedInError when the account is gone; InvalidInputError for a cursor of another search; UnavailableError.
 */
export async function listOwnSignIns(
  scope: OwnScope,
  query: OwnQuery,
  { now = new Date(), size = OWN_PAGE_SIZE, budgetMs = SEARCH_BUDGET_MS }: ListOptions = {},
): Promise<OwnSignInPage> {
  const { cursor, search, failuresOnly, from, to } = query;
  const position = cursor && decodeOwnCursor(scope, query, cursor.token);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const keys = await ownKeysOf(tenant, scope);
    const found = await readOwnPage(tenant, {
      ...{ keys, range: { from, to }, limit: size, budgetMs },
      filter: { failuresOnly, search, countries: countriesNamed(search) },
      ...(cursor && position ? { from: { position, direction: cursor.direction } } : {}),
    });
    const { shown, ...links } = linksOf(scope, query, found, size);
    const marked = await markItems(tenant, shown.map(presentSignIn));
    const items = await addRecords(tenant, ownRights(scope), shown, marked);
    return {
      items: await markUnusual(tenant, { keys, rows: shown, items, license: scope.license, now }),
      ...links,
      linked: allKeysOf(keys).length > 0,
    };
  });
}

type Links = Pick<OwnSignInPage, "olderCursor" | "newerCursor" | "searchedBackTo"> & { shown: readonly SignInRow[] };

function linksOf(scope: OwnScope, query: OwnQuery, { rows, searchedTo }: OwnRows, size: number): Links {
  const { cursor } = query;
  const cursorAt = (at: OwnPosition | undefined) => (at ? encodeOwnCursor(scope, query, at) : null);
  // Where time ran out, the next page goes on from the searched edge rather than from the last row found.
  const edge = searchedTo && cursorAt({ createdAt: searchedTo, createdMs: 0, id: "", category: 0 });
  const more = rows.length > size;
  if (cursor?.direction === "newer") {
    const shown = rows.slice(-size);
    const newerCursor = edge ?? (more ? cursorAt(shown[0]) : null);
    return { shown, olderCursor: cursorAt(shown.at(-1)) ?? cursor.token, newerCursor, searchedBackTo: null };
  }
  const shown = rows.slice(0, size);
  const newerCursor = cursor ? (cursorAt(shown[0]) ?? cursor.token) : null;
  return {
    shown,
    olderCursor: edge ?? (more ? cursorAt(shown.at(-1)) : null),
    newerCursor,
    searchedBackTo: searchedTo,
  };
}
