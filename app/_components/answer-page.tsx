import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ForbiddenError, LicenseRequiredError, NotFoundError, UnavailableError } from "@/lib/model/errors";
import { describeLicense, type LicenseFacts } from "@/lib/services/tenants/describe-license";
import { requireTenantScope, sessionIfReadable } from "@/lib/web/current-session";
import { statePageRefusal } from "@/lib/web/page-refusal";
import { shownZone, ZONE_COOKIE } from "@/lib/web/zone";
import { FailurePage } from "./failure-page";
import { LicensePage, NotFoundPage, RolePage } from "./refusal-pages";

/**
 * The page, or, where a service refused or failed, a page that says so, in HTML from the server and with its true status.
 * Next's own way (`notFound`, `forbidden`, an error that leaves the page) sends an empty page to be drawn by JavaScript.
 * @param title of the page of a failure: what could not be done.
 * @param frame `none` for pages that stand outside the frame of a tenant.
 */
export async function answerPage(
  title: string,
  page: () => Promise<ReactNode>,
  { frame = "tenant" }: { frame?: "tenant" | "none" } = {},
): Promise<ReactNode> {
  try {
    return await page();
  } catch (error) {
    const reference = await statePageRefusal(error);
    const answer = (await refusalPage(error)) ?? (
      <FailurePage reference={reference} title={title} unavailable={error instanceof UnavailableError} />
    );
    return frame === "none" ? <main>{answer}</main> : answer;
  }
}

/** Only the reader's own tenant is ever forbidden: any other is not found. */
async function refusalPage(error: unknown): Promise<ReactNode> {
  if (error instanceof NotFoundError) return <NotFoundPage />;
  const session = await sessionIfReadable();
  if (!session) return null;
  const { tenantName, tenantSlug, upn, license } = session;
  if (error instanceof ForbiddenError) {
    return <RolePage permission={error.permission} tenantName={tenantName} upn={upn} />;
  }
  if (!(error instanceof LicenseRequiredError)) return null;
  const { facts, zone } = await licenseFacts(session.tenantId);
  return (
    <LicensePage
      facts={facts}
      feature={error.feature}
      license={license}
      tenantName={tenantName}
      tenantSlug={tenantSlug}
      zone={zone}
    />
  );
}

/** The refusal stands whether or not they can be read. */
async function licenseFacts(tenantId: string): Promise<{ facts: LicenseFacts | undefined; zone: string }> {
  const zone = shownZone(undefined, (await cookies()).get(ZONE_COOKIE)?.value).name;
  const reading = requireTenantScope(tenantId).then((scope) => describeLicense(scope));
  return { facts: await reading.catch(() => undefined), zone };
}
