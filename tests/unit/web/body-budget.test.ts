import { describe, expect, it } from "vitest";
import { TooManyRequestsError } from "@/lib/model/errors";
import { BodyBudget } from "@/lib/web/body-budget";

describe("the budget of bodies", () => {
  it("is shared by all bodies and refuses the one that does not fit", () => {
    const budget = new BodyBudget(100);
    budget.open(60);
    expect(() => budget.open(41)).toThrow(TooManyRequestsError);
    expect(() => budget.open(40)).not.toThrow();
  });

  it("counts what arrives beyond what was declared", () => {
    const budget = new BodyBudget(100);
    const account = budget.open(10);
    account.arrived(10);
    expect(() => budget.open(90).close()).not.toThrow();
    account.arrived(1);
    expect(() => budget.open(90)).toThrow(TooManyRequestsError);
  });

  it("refuses a body in the middle when others have taken the room", () => {
    const budget = new BodyBudget(100);
    const account = budget.open(0);
    account.arrived(50);
    budget.open(50);
    expect(() => account.arrived(1)).toThrow(TooManyRequestsError);
  });

  it("gives back exactly what was taken, once", () => {
    const budget = new BodyBudget(100);
    const account = budget.open(20);
    account.arrived(70);
    account.close();
    account.close();
    expect(() => budget.open(100)).not.toThrow();
    expect(() => budget.open(1)).toThrow(TooManyRequestsError);
  });

  it("counts what a packed body is in memory, where that is more than what arrived", () => {
    const budget = new BodyBudget(100);
    const account = budget.open(5);
    account.held(60);
    account.arrived(20);
    expect(() => budget.open(41)).toThrow(TooManyRequestsError);
    expect(() => account.held(101)).toThrow(TooManyRequestsError);
    account.close();
    expect(() => budget.open(100)).not.toThrow();
  });
});
