import { describe, expect, it } from "vitest";
import { requireGoodPassword } from "@/lib/services/authentication/password-rules";

const USER = { upn: "user@acorn.example", displayName: "Siân Rød-Berg", tenantName: "Acorn Nurseries" };

describe("a new password", () => {
  it.each([
    ["the user name", "user@acorn.example"],
    ["the user name with signs in place of letters", "us3r@4corn.3x4mple!!"],
    ["the person’s name", "Sian.Rod-Berg.1!"],
    ["the organisation’s name", "AcornNurseries99"],
    ["the domain and the product, with a year", "acorn-signbook-2026"],
    ["the product’s name", "Signbook-2026"],
  ])("is refused where it is %s", async (_, password) => {
    await expect(requireGoodPassword(password, USER)).rejects.toThrow(/mostly a name that others know/);
  });

  it("may hold the product's name where an operator sets an account up", async () => {
    const { tenantName: _, ...user } = USER;
    await expect(requireGoodPassword("signbook-demo", user)).resolves.toBeUndefined();
    await expect(requireGoodPassword("user@acorn.example", user)).rejects.toThrow(/mostly a name/);
  });

  it("may hold a name beside what is good without it, and signs that mean something to programs", async () => {
    const user = { ...USER, displayName: "[.*] (\\d" };
    for (const password of ["purple acorn tractor seven", "correct horse battery", "acorn-x8Fq2!zPm"]) {
      await expect(requireGoodPassword(password, user)).resolves.toBeUndefined();
    }
  });
});
