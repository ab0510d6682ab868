import { expect, it } from "vitest";
import { describeAddress } from "@/lib/server/request-log";

it("names the parameters of a page and none of their values", () => {
  expect(describeAddress("/acorn/sign-ins/interactive?user=ada%40acorn.example&user=bo&range=7d")).toEqual({
    path: "/acorn/sign-ins/interactive",
    tenant: "acorn",
    query: ["user", "range"],
  });
});

it.each(["/sign-in?callbackUrl=%2Facorn", "/api/auth/callback/oidc?code=secret&state=secret", "/api/auth/session?x=1"])(
  "does not even name the parameters of %s",
  (url) => {
    expect(describeAddress(url)).not.toHaveProperty("query");
  },
);

it.each(["/", "/healthz", "/ingest/v1/events", "/v1.0/auditLogs/signIns", "/_next/static/x.js"])(
  "takes no tenant from the product's own address %s",
  (url) => {
    expect(describeAddress(url)).not.toHaveProperty("tenant");
  },
);

it("bears an address that is no address", () => {
  expect(describeAddress("//%%%?%E0%A4%A")).toMatchObject({ path: "//%%%" });
});
