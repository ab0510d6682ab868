/** Answers of the reporting API against the description that programs are made from: the document, not our schemas. */
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "@/lib/api-docs/openapi";
import { openTestSite, type TestSite } from "../auth/site";
import { type Answer, type Program, recordsOf, startProgram } from "../reports/door";
import { DAY, storeKnown } from "../reports/known-sign-ins";

let site: TestSite;
let program: Program;
let free: Program;

const AUDIT = {
  ...{ id: "audit-1", activityDateTime: `${DAY}T10:00:00Z`, activityDisplayName: "Add user", result: "success" },
  targetResources: [{ id: "u", modifiedProperties: [{ displayName: "x", oldValue: null, newValue: "1" }] }],
};
const PROVISIONED = {
  ...{ id: "prov-1", activityDateTime: `${DAY}T10:00:00Z`, provisioningAction: "create", durationInMilliseconds: 12 },
  ...{ sourceIdentity: { id: "s", displayName: "Ada" }, provisioningStatusInfo: { status: "success" } },
};

beforeAll(async () => {
  process.env.REPORT_RATE_LIMIT = "100000/1s";
  site = await openTestSite();
  const tenant = await site.createTenant();
  await storeKnown(tenant.scope);
  await storeKnown(tenant.scope, [AUDIT, PROVISIONED]);
  program = await startProgram(tenant, "AuditLog.Read.All", "Policy.Read.All", "IdentityRiskEvent.ReadWrite.All");
  free = await startProgram(await site.createTenant("free"), "AuditLog.Read.All");
});
afterAll(() => site.close());

type Responses = Record<string, { content?: Record<string, { schema: object }> }>;
const document = JSON.parse(JSON.stringify(openApiDocument()));
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(document, "openapi.json");
const compiled = new Map<string, ValidateFunction>();

/** What the document says of an answer: by path, method and status. */
function validatorOf(path: string, method: "get" | "post", status: number): ValidateFunction {
  const responses: Responses | undefined = document.paths[path]?.[method]?.responses;
  const response = responses?.[String(status)];
  if (!response) throw new Error(`The document knows no ${status} of ${method} ${path}.`);
  const pointer = ["paths", path, method, "responses", String(status), "content", "application/json", "schema"];
  const reference = pointer
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  const validate = compiled.get(reference) ?? ajv.compile({ $ref: `openapi.json#/${reference}` });
  compiled.set(reference, validate);
  return validate;
}

function expectDescribed(path: string, { status, body }: Answer, method: "get" | "post" = "get"): void {
  const validate = validatorOf(path, method, status);
  validate(body);
  expect({ path, status, errors: validate.errors }).toEqual({ path, status, errors: null });
}

const SIGN_INS = "/{version}/auditLogs/signIns";
const OF_TYPE = (type: string) => `$filter=signInEventTypes/any(t: t eq '${type}')`;

describe("what the description says", () => {
  it.each([
    [SIGN_INS, "/v1.0/auditLogs/signIns", 3],
    [SIGN_INS, `/beta/auditLogs/signIns?${OF_TYPE("interactiveUser")}`, 3],
    [SIGN_INS, `/beta/auditLogs/signIns?${OF_TYPE("nonInteractiveUser")}`, 1],
    // Beside the known one, the grants of the tokens.
    [SIGN_INS, `/beta/auditLogs/signIns?${OF_TYPE("servicePrincipal")}`, 1],
    [SIGN_INS, `/beta/auditLogs/signIns?${OF_TYPE("managedIdentity")}`, 1],
    [SIGN_INS, "/beta/auditLogs/signIns?$orderby=receivedDateTime asc&$count=false", 3],
    ["/{version}/auditLogs/directoryAudits", "/v1.0/auditLogs/directoryAudits", 2],
    ["/{version}/auditLogs/provisioning", "/beta/auditLogs/provisioning", 1],
  ])("holds for the pages of %s: %s", async (path, address, atLeast) => {
    const [all, short] = [
      await program.get(address),
      await program.get(`${address}${address.includes("?") ? "&" : "?"}$top=1`),
    ];
    expect(recordsOf(all).length).toBeGreaterThanOrEqual(atLeast);
    for (const answer of [all, short]) expectDescribed(path, answer);
    for (const { id } of recordsOf(all).slice(0, 3)) {
      const single = await program.get(`${address.split("?")[0]}/${encodeURIComponent(String(id))}`);
      expect(single.status).toBe(200);
      expectDescribed(`${path}/{id}`, single);
    }
  });

  it.each(["NonInteractiveSignIns", "ServicePrincipalSignIns", "MSISignIns"])(
    "holds for summaries: %s",
    async (name) => {
      const path = `/beta/auditLogs/getSummarized${name}(aggregationWindow='{window}')`;
      const answer = await program.get(path.replace("{window}", "d1"));
      expect(recordsOf(answer).length).toBeGreaterThan(0);
      expectDescribed(path, answer);
    },
  );

  it("holds for batches, verdicts and refusals", async () => {
    const requests = [SIGN_INS, `${SIGN_INS}/nobody`].map((path, index) => ({
      ...{ id: String(index), method: "GET", url: path.replace("/{version}", "") },
    }));
    expectDescribed("/{version}/$batch", await program.post("/beta/$batch", { requests }), "post");
    expectDescribed("/{version}/$batch", await program.post("/beta/$batch", {}), "post");
    const confirm = "/{version}/auditLogs/signIns/confirmSafe";
    expect((await program.post("/beta/auditLogs/signIns/confirmSafe", { requestIds: ["ada-1"] })).status).toBe(204);
    expect(document.paths[confirm].post.responses).toHaveProperty("204");
    expectDescribed(confirm, await program.post("/beta/auditLogs/signIns/confirmSafe", {}), "post");
    expectDescribed(SIGN_INS, await program.get("/beta/auditLogs/signIns?$filter=nobody eq 1"));
    expectDescribed(SIGN_INS, await free.get("/beta/auditLogs/signIns"));
    expectDescribed(`${SIGN_INS}/{id}`, await program.get("/beta/auditLogs/signIns/nobody"));
  });

  it("would notice an answer that is another", async () => {
    const { status, body } = await program.get("/v1.0/auditLogs/signIns");
    const [record, ...others] = recordsOf({ status, body } as Answer);
    const validate = validatorOf(SIGN_INS, "get", status);
    for (const wrong of [
      { id: 7 },
      { createdDateTime: "yesterday" },
      { status: { errorCode: "0" } },
      { riskState: 1 },
    ]) {
      expect(validate({ ...body, value: [{ ...record, ...wrong }, ...others] }), JSON.stringify(wrong)).toBe(false);
    }
    expect(validate({ ...body, value: record })).toBe(false);
    expect(validate({ value: [record] })).toBe(false);
  });
});
