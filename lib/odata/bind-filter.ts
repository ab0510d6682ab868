/** From a parsed `$filter` to a condition on a report's properties: names, operators and values are checked here. */
import type {
  ReportComparison,
  ReportCondition,
  ReportInstant,
  ReportOperator,
  ReportProperty,
} from "@/lib/model/reports/conditions";
import type { FilterNode, LiteralNode, PathNode } from "./parse-filter";
import { ODataProblem } from "./problem";

/** What a report's records are called, and what of them can be asked for. */
export interface FilterTable<Field extends string> {
  /** `microsoft.graph.signIn` */
  type: string;
  properties: readonly ReportProperty<Field>[];
  /** Every property by its first name, also those that no filter takes. */
  names: readonly string[];
}

/** @throws ODataProblem for a property, operator or value that does not fit. */
export function bindFilter<Field extends string>(node: FilterNode, table: FilterTable<Field>): ReportCondition<Field> {
  switch (node.kind) {
    case "and":
      return { kind: "all", of: node.of.map((each) => bindFilter(each, table)) };
    case "or":
      return { kind: "any", of: node.of.map((each) => bindFilter(each, table)) };
    case "any":
      return bindLambda(node, table);
    default: {
      const property = findProperty(table, node.path);
      if (property.kind === "texts") {
        throw new ODataProblem(
          `'${property.path}' holds several values: use ${property.path}/any(t: t eq '…')`,
          node.at,
        );
      }
      return comparison(property, node);
    }
  }
}

type Lambda = Extract<FilterNode, { kind: "any" }>;

function bindLambda<Field extends string>(node: Lambda, table: FilterTable<Field>): ReportCondition<Field> {
  const { path } = node.path;
  const isList = table.properties.some(
    (each) => each.kind === "texts" && each.path.toLowerCase().split("/")[0] === path.toLowerCase(),
  );
  if (!isList) {
    const { path: single } = findProperty(table, node.path);
    throw new ODataProblem(`'${single}' holds one value: any() does not apply`, node.at);
  }
  return bindBody(node.body, node, table);
}

function bindBody<Field extends string>(
  body: FilterNode,
  lambda: Lambda,
  table: FilterTable<Field>,
): ReportCondition<Field> {
  if (body.kind === "or") return { kind: "any", of: body.of.map((each) => bindBody(each, lambda, table)) };
  if (body.kind === "and") throw new ODataProblem("Inside any(), comparisons can only be joined by or", body.at);
  if (body.kind === "any") throw new ODataProblem("any() cannot stand inside any()", body.at);
  const { path, at } = body.path;
  const [variable = "", ...inside] = path.split("/");
  if (variable !== lambda.variable) {
    throw new ODataProblem(`Inside any() only '${lambda.variable}' can be compared, not '${path}'`, at);
  }
  return comparison(findProperty(table, { path: [lambda.path.path, ...inside].join("/"), at }), body);
}

type Comparing = Extract<FilterNode, { kind: "compare" | "call" }>;

function comparison<Field extends string>(property: ReportProperty<Field>, node: Comparing): ReportComparison<Field> {
  const operator = node.kind === "call" ? "startsWith" : node.operator;
  if (!(property.operators as readonly string[]).includes(operator)) {
    const allowed = property.operators.length === 0 ? "no operator is" : `allowed: ${property.operators.join(", ")}`;
    throw new ODataProblem(`The operator '${operator}' is not supported for '${property.path}'; ${allowed}`, node.at);
  }
  return {
    kind: "is",
    field: property.field,
    operator: operator as ReportOperator,
    value: readValue(property, node.literal),
  };
}

function findProperty<Field extends string>(table: FilterTable<Field>, { path, at }: PathNode): ReportProperty<Field> {
  const wanted = path.toLowerCase();
  const property = table.properties.find((each) => each.path.toLowerCase() === wanted);
  if (property) return property;
  const outer = path.split("/", 1)[0] ?? "";
  const isKnown = table.names.some((name) => name.toLowerCase() === outer.toLowerCase());
  throw new ODataProblem(
    isKnown ? `'${path}' cannot be filtered by` : `Could not find a property named '${outer}' on type '${table.type}'`,
    at,
  );
}

function readValue({ path, kind }: ReportProperty, literal: LiteralNode): string | number | ReportInstant {
  switch (kind) {
    case "text":
    case "texts":
      if (literal.kind === "text") return literal.text;
      throw new ODataProblem(`'${path}' is compared with a text in quotes`, literal.at);
    case "number": {
      const number = Number(literal.text);
      if (literal.kind === "number" && Number.isInteger(number) && Math.abs(number) <= 2_147_483_647) return number;
      throw new ODataProblem(`'${path}' is compared with a whole number`, literal.at);
    }
    case "time": {
      const instant = literal.kind === "time" ? readInstant(literal.text) : undefined;
      if (instant) return instant;
      throw new ODataProblem(
        `'${path}' is compared with a time such as 2026-11-23T14:05:12Z, without quotes`,
        literal.at,
      );
    }
  }
}

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d))?$/i;

/** A time with its zone, or a bare date, which is its first instant in UTC. */
function readInstant(text: string): ReportInstant | undefined {
  const [, date, minutes = "00:00", seconds = "00", fraction = "", zone = "Z"] = INSTANT.exec(text) ?? [];
  if (!date) return undefined;
  const ms = Date.parse(`${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${zone.toUpperCase()}`);
  // 30 February becomes 2 March for the engine.
  if (Number.isNaN(ms) || !isRealDate(date)) return undefined;
  return { ms, finer: /[1-9]/.test(fraction.slice(3)) };
}

function isRealDate(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
