import { describe, expect, it } from "vitest";
import { type FilterOperator, operatorOf, operatorsOf, settleFilterForm, valuesOf } from "@/lib/model/filter-operators";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import { parseFilter } from "@/lib/model/log-query-values";

describe("a filter form", () => {
  const cases: [FilterKey, FilterOperator, string[], string[]][] = [
    ["user", "is", ["anna"], ["anna"]],
    ["user", "isNot", ["anna"], ["!anna"]],
    ["user", "contains", ["berg"], ["*berg"]],
    ["user", "containsNot", ["berg"], ["!*berg"]],
    ["country", "is", ["NO"], ["NO"]],
    ["country", "isNot", ["NO"], ["!NO"]],
    ["country", "missing", [], ["none"]],
    ["country", "recorded", [], ["!none"]],
    ["clientApp", "isNot", ["legacy"], ["!legacy"]],
    ["ip", "isNot", ["10.1.0.0/16"], ["!10.1.0.0/16"]],
    ["errorCode", "isNot", ["50126"], ["!50126"]],
    ["status", "is", ["failure", "interrupted"], ["failure", "interrupted"]],
    ["status", "isNot", ["failure", "interrupted"], ["!failure", "!interrupted"]],
    ["conditionalAccess", "isNot", ["success"], ["!success"]],
  ];

  it.each(cases)("%s %s %j stands in the address as %j, and comes back from it", (key, operator, given, values) => {
    expect(valuesOf(operator, given)).toEqual(values);
    expect(operatorOf(key, values)).toEqual({ operator, values: given });
    expect(() => parseFilter(key, values)).not.toThrow();
    expect(operatorsOf(filterDefinition(key)).map(([each]) => each)).toContain(operator);
  });

  it("takes signs that were typed by hand once, not twice", () => {
    expect(valuesOf("isNot", ["!NO"])).toEqual(["!NO"]);
    expect(valuesOf("contains", ["*berg"])).toEqual(["*berg"]);
    expect(valuesOf("is", ["!*berg"])).toEqual(["!*berg"]);
  });

  it("shows unusable values as they are", () => {
    expect(operatorOf("status", ["failure", "!success"])).toEqual({ operator: "is", values: ["failure", "!success"] });
    expect(operatorOf("errorCode", ["x"])).toEqual({ operator: "is", values: ["x"] });
  });
});

describe("the address of a filter form", () => {
  const settled = (query: string) => settleFilterForm(new URLSearchParams(query))?.toString();

  it("leads to the address that means the same", () => {
    expect(settled("range=7d&country.op=isNot&country.value=NO")).toBe("range=7d&country=%21NO");
    expect(settled("status.op=isNot&status.value=failure&status.value=interrupted")).toBe(
      "status=%21failure&status=%21interrupted",
    );
  });

  it("replaces what the filter was, and several filters at once", () => {
    expect(
      settled("country=SE&city=Oslo&country.op=missing&country.value=NO&errorCode.op=is&errorCode.value=50126"),
    ).toBe("city=Oslo&errorCode=50126&country=none");
  });

  it("takes a filter away whose value was left empty", () => {
    expect(settled("user=anna&user.op=isNot&user.value=+")).toBe("");
  });

  it("takes an operator that the filter does not have for the ordinary one", () => {
    expect(settled("ip.op=contains&ip.value=10.1")).toBe("ip=10.1");
  });

  it("is left alone when it is none", () => {
    expect(settled("user=anna&value=x&op=isNot")).toBeUndefined();
  });
});
