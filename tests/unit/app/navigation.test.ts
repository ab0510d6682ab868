import { expect, it } from "vitest";
import { navigationOf } from "@/app/_components/navigation";
import type { Role } from "@/lib/model/roles";

function offered(roles: readonly Role[], classicView = false): string[] {
  const sections = navigationOf({ tenantSlug: "acorn", roles, preferences: { classicView } });
  return sections.flatMap(({ links }) => links.map(({ href }) => href));
}

it("offers who has no role their own pages, and nothing that would refuse them", () => {
  expect(offered([])).toEqual(["/my-sign-ins", "/my-account"]);
});

it("offers readers the logs, the policies to who sees them, and what manages the tenant to its managers", () => {
  expect(offered(["reports-reader"])).toEqual(expect.arrayContaining(["/acorn", "/acorn/exports", "/acorn/settings"]));
  expect(offered(["reports-reader"])).not.toContain("/acorn/policies");
  expect(offered(["security-reader"])).toContain("/acorn/policies");
  expect(offered(["security-reader"])).not.toContain("/acorn/users");
  expect(offered(["global-administrator"])).toContain("/acorn/users");
  expect(offered(["reports-reader"], true).filter((href) => href.includes("/sign-ins/"))).toEqual([
    "/acorn/sign-ins/interactive",
  ]);
});
