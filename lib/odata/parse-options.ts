/** The query options of a report, read strictly: what is not understood is named, never passed over. */
import { InvalidInputError } from "@/lib/model/errors";
import type { ReportCondition } from "@/lib/model/reports/conditions";
import { bindFilter, type FilterTable } from "./bind-filter";
import { parseFilter } from "./parse-filter";
import { ODataProblem } from "./problem";

export interface ReportOrder {
  property: string;
  direction: "asc" | "desc";
}

/** What can be asked of one report. */
export interface ReportTable<Field extends string> extends FilterTable<Field> {
  /** The first one is the order where none is asked for. */
  orders: readonly ReportOrder[];
}

export interface ReportOptions<Field extends string> {
  filter: ReportCondition<Field> | undefined;
  top: number;
  order: ReportOrder;
  /** Names as the report spells them; undefined for all. */
  select: readonly string[] | undefined;
  count: boolean;
  skiptoken: string | undefined;
  /** The options as they came, without the token: what a token is bound to, and what the next link repeats. */
  given: readonly (readonly [name: string, value: string])[];
}

export const MAX_TOP = 1000;
const OPTIONS = ["$filter", "$top", "$orderby", "$select", "$count", "$skiptoken"];

/** @throws InvalidInputError that names the option, what is wrong with it and where. */
export function parseReportOptions<Field extends string>(
  params: URLSearchParams,
  table: ReportTable<Field>,
): ReportOptions<Field> {
  const given = readGiven(params);
  const value = (name: string) => given.get(name);
  return {
    filter: readFilter(value("$filter"), table),
    top: readTop(value("$top")),
    order: readOrder(value("$orderby"), table),
    select: readSelect(value("$select"), table),
    count: readCount(value("$count")),
    skiptoken: value("$skiptoken"),
    given: [...given].filter(([name]) => name !== "$skiptoken"),
  };
}

/** The options by name; the sign in front of a name may be left off. */
function readGiven(params: URLSearchParams): Map<string, string> {
  const given = new Map<string, string>();
  for (const [written, value] of params) {
    const name = written.startsWith("$") ? written : `$${written}`;
    if (!OPTIONS.includes(name))
      refuse(written, `The query option '${written}' is not supported; supported: ${OPTIONS.join(", ")}.`);
    if (given.has(name)) refuse(name, `The query option '${name}' is given twice.`);
    given.set(name, value);
  }
  return given;
}

function readFilter<Field extends string>(
  text: string | undefined,
  table: ReportTable<Field>,
): ReportCondition<Field> | undefined {
  if (text === undefined) return undefined;
  try {
    return bindFilter(parseFilter(text), table);
  } catch (error) {
    if (!(error instanceof ODataProblem)) throw error;
    throw invalidFilter(error, text);
  }
}

/** A problem in a filter as the API tells it. */
export function invalidFilter({ message, position }: ODataProblem, text: string): InvalidInputError {
  const place = position === undefined ? "" : ` at position ${position} in '${text.slice(0, 500)}'`;
  return new InvalidInputError({ $filter: `Invalid filter clause: ${message}${place}.` });
}

function readTop(text: string | undefined): number {
  if (text === undefined) return MAX_TOP;
  const top = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > MAX_TOP)
    refuse("$top", `Invalid value '${text.slice(0, 40)}' for $top: a whole number from 1 to ${MAX_TOP}.`);
  return top;
}

function readOrder(text: string | undefined, { orders }: ReportTable<string>): ReportOrder {
  if (text === undefined) return orders[0] as ReportOrder;
  const [property = "", direction = "asc", ...more] = text.trim().split(/\s+/);
  const order = orders.find(
    (each) => each.property.toLowerCase() === property.toLowerCase() && each.direction === direction.toLowerCase(),
  );
  if (order && more.length === 0) return order;
  const allowed = orders.map((each) => `${each.property} ${each.direction}`).join(", ");
  return refuse("$orderby", `Invalid value '${text.slice(0, 100)}' for $orderby; allowed: ${allowed}.`);
}

function readSelect(text: string | undefined, { names, type }: ReportTable<string>): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const selected = new Set<string>();
  let position = 0;
  for (const part of text.split(",")) {
    const wanted = part.trim();
    if (wanted === "*") return undefined;
    const name = names.find((each) => each.toLowerCase() === wanted.toLowerCase());
    if (!name) {
      const place = position + part.search(/\S|$/);
      return refuse(
        "$select",
        `Parsing $select failed: Could not find a property named '${wanted.slice(0, 100)}' on type '${type}' at position ${place} in '${text.slice(0, 500)}'.`,
      );
    }
    selected.add(name);
    position += part.length + 1;
  }
  return [...selected];
}

function readCount(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  return text === "true" || refuse("$count", `Invalid value '${text.slice(0, 40)}' for $count: true or false.`);
}

function refuse(option: string, message: string): never {
  throw new InvalidInputError({ [option]: message });
}
