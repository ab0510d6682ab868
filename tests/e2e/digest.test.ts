import { expect, it } from "vitest";
import { requesterScope } from "@/lib/access/requester-scope";
import { stopToken } from "@/lib/services/digest/stop-token";
import { getDigestZone, subscribeToDigest } from "@/lib/services/digest/subscription";
import { openBrowser } from "@/tests/helpers/browser";
import { addOrganisation, getPage, openSite } from "@/tests/helpers/site";

const site = openSite();
const open = openBrowser(site);

it("a digest's link ends it by a button, the mail program's own by a POST; opening the address ends nothing", async () => {
  const { slug, scope, addUser } = await addOrganisation("alder-digest");
  const reader = await addUser("reader", "reports-reader");
  const [row] = await site.sql`select user_id from users where upn = ${reader}`;
  const user = await requesterScope(scope.tenantId, row?.user_id);
  const token = stopToken({ tenantId: scope.tenantId, userId: row?.user_id });
  const address = `/${slug}/digest/unsubscribe?token=${token}`;

  await subscribeToDigest(user, "UTC");
  expect(await getPage(site, address)).toMatchObject({ status: 307, location: `/${slug}/digest/stop?token=${token}` });
  const page = await open({ javaScriptEnabled: false });
  await page.goto(address);
  expect(await getDigestZone(user)).toBe("UTC");
  await page.getByRole("button", { name: "Stop the weekly digest" }).click();
  await page.getByText("You get no digest any more.").waitFor();
  expect(await getDigestZone(user)).toBeNull();

  await subscribeToDigest(user, "UTC");
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const pressed = await fetch(site.url + address, { method: "POST", body });
  expect({ status: pressed.status, cookies: pressed.headers.getSetCookie() }).toEqual({ status: 200, cookies: [] });
  expect(await getDigestZone(user)).toBeNull();
  expect((await fetch(site.url + address.slice(0, -3), { method: "POST", body })).status).toBe(404);
});
