/** The audit log and the provisioning log, as readers see them. */
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords } from "@/tests/helpers/events";
import { expectAccessible, violations } from "../helpers/axe";
import { DESKTOP, openBrowser, PHONE } from "../helpers/browser";
import { addOrganisation, getPage, type Organisation, openSite, signIn, visibleText } from "../helpers/site";

/** A folder for pictures of the pages, for who wants to look at them. */
const { SHOTS } = process.env;
const site = openSite();
const open = openBrowser(site);
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();
const AUDIT = "/linden/audit";
const PROVISIONING = "/linden/provisioning";

let linden: Organisation;
let reader: string;

const audit = (id: string, hours: number, fields: JsonObject): JsonObject => ({
  ...{ id, activityDateTime: ago(hours), category: "UserManagement", result: "success", correlationId: `c-${id}` },
  ...{ activityDisplayName: "Update user", loggedByService: "Core Directory", operationType: "Update" },
  initiatedBy: { user: { id: "ada", displayName: "Ada Berg", userPrincipalName: "ada@linden.example" }, app: null },
  targetResources: [
    {
      ...{ id: "u-ole", displayName: "Ole Dahl", type: "User" },
      modifiedProperties: [{ displayName: "Department", oldValue: '["Sales"]', newValue: '["Support"]' }],
    },
  ],
  additionalDetails: [{ key: "Device", value: "Laptop 7" }],
  ...fields,
});

const provisioning = (id: string, hours: number, fields: JsonObject): JsonObject => ({
  ...{ id, activityDateTime: ago(hours), jobId: "job-1", cycleId: "cycle-1", changeId: `change-${id}` },
  ...{ provisioningAction: "create", durationInMilliseconds: 1280 },
  initiatedBy: { id: "", displayName: "Provisioning Service", initiatorType: "system" },
  servicePrincipal: { id: "sp-1", displayName: "Teapot" },
  sourceSystem: { id: "s", displayName: "Personnel", details: {} },
  targetSystem: { id: "t", displayName: "Teapot", details: { ApplicationId: "app-teapot" } },
  sourceIdentity: { id: "u-ida", displayName: "Ida Lund", identityType: "User", details: {} },
  targetIdentity: { id: "", displayName: "", identityType: "User", details: {} },
  provisioningStatusInfo: { status: "success", errorInformation: null },
  provisioningSteps: [
    { name: "EntryImportAdd", provisioningStepType: "import", status: "success", description: "Received", details: {} },
  ],
  modifiedProperties: [{ displayName: "mail", oldValue: null, newValue: "ida@linden.example" }],
  ...fields,
});

beforeAll(async () => {
  linden = await addOrganisation("linden", "premium_p1");
  reader = await linden.addUser("reader", "reports-reader");
  const records = [
    audit("a-1", 1, {}),
    audit("a-2", 2, {
      ...{ activityDisplayName: "Delete group", category: "GroupManagement", result: "failure" },
      resultReason: "The group is in use",
      targetResources: [{ id: "g-1", displayName: "Gardeners", type: "Group", modifiedProperties: [] }],
    }),
    audit("a-3", 100, { activityDisplayName: "Add policy", category: "Policy", loggedByService: "Conditional Access" }),
    provisioning("p-1", 1, {}),
    provisioning("p-2", 2, {
      provisioningStatusInfo: {
        status: "failure",
        errorInformation: {
          ...{ errorCode: "DuplicateTarget", errorCategory: "failure", reason: "The name is taken" },
          ...{ additionalDetails: null, recommendedAction: "Rename one of the two" },
        },
      },
    }),
  ];
  const { accepted } = await ingestRecords(linden.scope, asRecords(records), { source: "test" });
  expect(accepted).toBe(records.length);
});

const shown = (page: Page) =>
  page.locator("tr[data-activity-id]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-activity-id")));
const shownIn = (html: string) => [...html.matchAll(/<tr data-activity-id="([^"]+)"/g)].map(([, id]) => id);

describe.each([
  ["with JavaScript", true],
  ["without JavaScript", false],
])("the audit log, %s", (_, javaScriptEnabled) => {
  it("lists the newest first, filters, says what was looked at, and opens a record", async () => {
    const page = await open({ as: reader, javaScriptEnabled });
    await page.goto(`${AUDIT}?category=UserManagement`);
    const ofUsers = await shown(page);
    expect([ofUsers.includes("a-1"), ofUsers.includes("a-2")]).toEqual([true, false]);
    await page.getByRole("link", { name: "Remove the filter Category" }).click();
    await expect.poll(() => shown(page)).toEqual(expect.arrayContaining(["a-1", "a-2"]));
    await page.locator("summary", { hasText: "Add filter" }).click();
    const form = page.locator("form.filter-form:visible");
    await form.getByRole("textbox", { name: "Target" }).fill("garden");
    await form.getByLabel("Failure").check();
    await form.getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => shown(page)).toEqual(["a-2"]);
    expect(new URL(page.url()).searchParams.get("target")).toBe("garden");

    await page.goto(`${AUDIT}?service=Conditional+Access`);
    await page.getByText("No activities match these filters in the last 24 hours.").waitFor();
    await page.getByRole("link", { name: "Look in the last 7 days" }).click();
    await expect.poll(() => shown(page)).toEqual(["a-3"]);

    await page.goto(`${AUDIT}?range=7d&category=UserManagement`);
    await page.locator("tr[data-activity-id=a-1] a").click();
    const pane = page.locator("aside.pane");
    await pane.getByRole("heading", { name: "Update user: Ole Dahl" }).waitFor();
    expect(await pane.textContent()).toMatch(/Ada Berg[\s\S]*Core Directory[\s\S]*Laptop 7/);
    await pane.getByRole("link", { name: "Modified properties" }).click();
    await pane.getByRole("cell", { name: "Support" }).waitFor();
    await pane.getByRole("link", { name: "Close the details" }).click();
    await expect.poll(() => pane.count()).toBe(0);
  });
});

it("a page of the audit log leads to the next and back", async () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    audit(`many-${index}`, 30 + index / 100, { activityDisplayName: "Paged" }),
  );
  await ingestRecords(linden.scope, asRecords(rows), { source: "test" });
  const page = await open({ as: reader });
  await page.goto(`${AUDIT}?range=7d&activity=paged&size=25`);
  const first = await shown(page);
  expect(first).toHaveLength(25);
  await page.getByRole("link", { name: "Older" }).click();
  await expect.poll(() => shown(page)).toEqual(["many-25", "many-26", "many-27", "many-28", "many-29"]);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect.poll(() => shown(page)).toEqual(first);
});

it("the audit log is downloaded as CSV and JSON, with its filters and harmless to a spreadsheet, and that is on record", async () => {
  const formula = audit("a-formula", 40, { activityDisplayName: "=HYPERLINK(1)", category: "Contact" });
  await ingestRecords(linden.scope, asRecords([formula]), { source: "test" });
  const page = await open({ as: reader });
  await page.goto(`${AUDIT}?range=7d&category=Contact`);
  await page.locator("summary", { hasText: "Download" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "As CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^AuditLogs_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
  const [header, ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(header).toMatch(/^Date \(UTC\),Audit ID,Correlation ID,Service/);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(",a-formula,c-a-formula,Core Directory,Contact,'=HYPERLINK(1),Update,success,");
  const cookie = await signIn(site, reader);
  const answer = await getPage(site, `${AUDIT}/file?format=json&range=7d&activity=paged`, { cookie });
  expect((JSON.parse(answer.html) as JsonObject[]).map(({ id }) => id)).toHaveLength(30);
  expect((await getPage(site, `${AUDIT}/file?format=xml`, { cookie })).status).toBe(400);
  expect(
    (await getPage(site, `${AUDIT}/file?format=csv`, { cookie: await signIn(site, "admin@acorn.example") })).status,
  ).toBe(404);
  await page.goto(`${AUDIT}?activity=download+audit`);
  expect(await shown(page)).toHaveLength(2);
});

it("the provisioning log filters, and its four tabs tell steps, advice, changes and who is who", async () => {
  const page = await open({ as: reader });
  await page.goto(`${PROVISIONING}?status=failure&targetSystem=Teapot&identity=ida`);
  expect(await shown(page)).toEqual(["p-2"]);
  await page.locator("tr[data-activity-id=p-2] a").click();
  const pane = page.locator("aside.pane");
  await pane.getByText("Received").waitFor();
  for (const [tab, text] of [
    ["Troubleshooting and recommendations", "Rename one of the two"],
    ["Modified properties", "ida@linden.example"],
    ["Summary", "app-teapot"],
  ] as const) {
    await pane.getByRole("link", { name: tab }).click();
    await pane.getByText(text).first().waitFor();
  }
  await page.goto(`${AUDIT}?activity=Open+provisioning`);
  expect(await page.locator("tr[data-activity-id]").first().textContent()).toMatch(/Ida Lund[\s\S]*reader of linden/);
});

it.each([
  [`${AUDIT}?range=7d&category=GroupManagement`, "audit"],
  [`${AUDIT}?range=7d&open=a-1&pane=modified`, "audit-pane"],
  [`${AUDIT}?status=maybe`, "audit-rejected"],
  [PROVISIONING, "provisioning"],
  [`${PROVISIONING}?open=p-2&pane=troubleshooting`, "provisioning-pane"],
  [`${PROVISIONING}?action=disable`, "provisioning-empty"],
])("%s has nothing that a checker finds wrong, and does not scroll sideways", async (path, picture) => {
  const page = await open({ as: reader });
  await page.goto(path);
  const seen = async (look: string) => SHOTS && page.screenshot({ path: `${SHOTS}/${picture} ${look}.png` });
  await expectAccessible(page, { seen });
});

it.each([
  ["wide and light", DESKTOP, "light"],
  ["narrow and dark", PHONE, "dark"],
] as const)("the form of all filters fits the window: %s", async (_, viewport, colorScheme) => {
  const page = await open({ as: reader, viewport, colorScheme });
  await page.goto(PROVISIONING);
  await page.locator("summary", { hasText: "Add filter" }).click();
  const form = page.locator("form.filter-form:visible");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/filters-${colorScheme}.png` });
  await form.getByRole("button", { name: "Apply" }).scrollIntoViewIfNeeded();
  const { y = 0, height = 0 } = (await form.locator("xpath=..").boundingBox()) ?? {};
  expect(y + height).toBeLessThanOrEqual(viewport.height);
  expect(await violations(page, "form.filter-form")).toEqual([]);
});

describe("who may not read, or asks for nothing usable, gets", () => {
  it.each([AUDIT, PROVISIONING])("404, 403 and 307 at %s", async (path) => {
    const stranger = await signIn(site, "admin@acorn.example");
    expect((await getPage(site, path, { cookie: stranger })).status).toBe(404);
    const nobody = await signIn(site, await linden.addUser(`nobody${path.length}`));
    const refused = await getPage(site, `${path}?open=a-1`, { cookie: nobody });
    expect([refused.status, shownIn(refused.html)]).toEqual([403, []]);
    expect(visibleText(refused.html)).toContain("Your account has no role that reads the logs");
    expect((await getPage(site, path)).location).toBe(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  });

  it("the license page of the provisioning log on a free license, which has the audit log", async () => {
    const cookie = await signIn(site, "admin@cedar.example");
    expect((await getPage(site, "/cedar/audit", { cookie })).status).toBe(200);
    const { status, html } = await getPage(site, "/cedar/provisioning", { cookie });
    expect(status).toBe(403);
    expect(visibleText(html)).toContain("The provisioning log needs a premium license");
  });

  it("400 with the reason beside the field, for a filter, a range and a cursor", async () => {
    const cookie = await signIn(site, reader);
    for (const [query, reason] of [
      ["status=maybe", /Status “maybe” is not known/],
      ["range=custom&from=yesterday", /Start “yesterday” is not a date/],
      ["after=abcdefghijklmnopqrstuv", /does not belong to the filters/],
    ] as const) {
      const { status, html } = await getPage(site, `${AUDIT}?${query}`, { cookie });
      expect([status, shownIn(html)]).toEqual([400, []]);
      expect(visibleText(html)).toMatch(reason);
    }
    const { html } = await getPage(site, `${AUDIT}?status=maybe`, { cookie });
    expect(html).toMatch(/<p class="problem" id="repair-status-problem">/);
  });
});
