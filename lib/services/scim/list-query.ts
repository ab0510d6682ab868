/** Lists of resources: filter, page, and which attributes are wanted. */
import { matches } from "@/lib/scim/match";
import { parseFilter, type ScimFilter } from "@/lib/scim/parse-filter";
import { invalid } from "@/lib/scim/problem";
import { parsePath, type ScimObject } from "@/lib/scim/resource";

export const MOST_RESULTS = 200;
const USUAL_RESULTS = 100;

export interface ListQuery {
  filter: ScimFilter | undefined;
  /** From 1 on. */
  startIndex: number;
  count: number;
}

export interface ResourcePage {
  resources: ScimObject[];
  totalResults: number;
  startIndex: number;
}

/** @throws ScimProblem `invalidFilter`, `invalidValue`. */
export function listQueryOf(params: URLSearchParams): ListQuery {
  const filter = params.get("filter")?.trim();
  return {
    filter: filter ? parseFilter(filter) : undefined,
    startIndex: Math.max(1, numberOf(params, "startIndex") ?? 1),
    count: Math.min(MOST_RESULTS, Math.max(0, numberOf(params, "count") ?? USUAL_RESULTS)),
  };
}

function numberOf(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name)?.trim();
  if (!text) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw invalid("invalidValue", `“${name}” is a whole number.`);
  return Number(text);
}

/** What matches, cut to the page. */
export function pageOf(all: readonly ScimObject[], { filter, startIndex, count }: ListQuery): ResourcePage {
  const found = filter ? all.filter((resource) => matches(filter, resource)) : all;
  return { resources: found.slice(startIndex - 1, startIndex - 1 + count), totalResults: found.length, startIndex };
}

/** What a look-up by the attribute needs, where the filter can only be fulfilled by equality with it. */
export function equalityOf<T>(
  filter: ScimFilter | undefined,
  name: string,
  narrow: (text: string) => T,
): T | undefined {
  if (filter?.kind === "and") return equalityOf(filter.left, name, narrow) ?? equalityOf(filter.right, name, narrow);
  if (filter?.kind !== "compare" || filter.operator !== "eq" || typeof filter.value !== "string") return undefined;
  const { path } = filter;
  const isMeant = path.schema === undefined && path.sub === undefined && path.name.toLowerCase() === name.toLowerCase();
  return isMeant ? narrow(filter.value) : undefined;
}

const ALWAYS = new Set(["id", "schemas"]);

/** The resource with the attributes that the request asks for (RFC 7644, 3.9). */
export function projected(resource: ScimObject, params: URLSearchParams): ScimObject {
  const [wanted, unwanted] = [namesOf(params.get("attributes")), namesOf(params.get("excludedAttributes"))];
  if (!wanted && !unwanted) return resource;
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => {
      const key = name.toLowerCase();
      if (ALWAYS.has(key)) return true;
      return wanted ? wanted.has(key) : !unwanted?.has(key);
    }),
  );
}

function namesOf(text: string | null): Set<string> | undefined {
  const names = (text ?? "").split(",").flatMap((name) => {
    const path = parsePath(name.trim());
    return path ? [(path.schema ?? path.name).toLowerCase()] : [];
  });
  return names.length > 0 ? new Set(names) : undefined;
}

/** The rows of each key, in order. */
export function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
