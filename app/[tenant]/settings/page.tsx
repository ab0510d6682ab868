import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { Icon } from "@/app/_components/icon";
import { BRAND_NAME_MAX_LENGTH } from "@/lib/model/settings";
import { getSettings, type SettingsView } from "@/lib/services/settings/get-settings";
import { describeLicense } from "@/lib/services/tenants/describe-license";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { setBrandNameAction } from "./actions";
import { Administrators } from "./administrators";
import { LicenseCard } from "./license-card";

export const metadata: Metadata = { title: "Settings" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

/** For whoever reads the logs; only who manages the tenant can change anything. */
export default function SettingsPage(props: PageProps) {
  return answerPage("The settings could not be read", () => settingsPage(props));
}

async function settingsPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, `/${tenant}/settings`));
  const zone = await currentZone(one("tz") ?? null);
  const settings = await getSettings(scope);
  const facts = await describeLicense(scope);
  const manages = scope.permissions.has("tenant:manage");
  return (
    <div className="records-page">
      <header>
        <h1>Settings</h1>
        <p className="text-muted text-sm">What holds for everybody in {settings.name}.</p>
      </header>
      <FormProblem told={one("problem")} />
      <FormDone told={one("done")} words={{ brand: `The header shows “${settings.brandName ?? settings.name}”.` }} />
      <Organisation manages={manages} settings={settings} tenant={tenant} />
      {manages && <IdentityProvider tenant={tenant} />}
      <LicenseCard facts={facts} zone={zone} />
      <Administrators manages={manages} members={settings.members} tenant={tenant} />
    </div>
  );
}

function IdentityProvider({ tenant }: { tenant: string }) {
  return (
    <section className="record-card">
      <h2>Your identity provider</h2>
      <p className="text-muted text-sm">
        People can sign in with the account that they have there, and it can keep this list of users up to date.
      </p>
      <p className="flex flex-wrap gap-2">
        <a className="button" href={`/${tenant}/settings/single-sign-on`}>
          <Icon name="key" />
          Single sign-on
        </a>
        <a className="button" href={`/${tenant}/settings/provisioning`}>
          <Icon name="people" />
          Provisioning of users (SCIM)
        </a>
      </p>
    </section>
  );
}

function Organisation({ settings, manages, tenant }: { settings: SettingsView; manages: boolean; tenant: string }) {
  const { name, domain, brandName } = settings;
  return (
    <section className="record-card">
      <h2>Organisation</h2>
      <dl className="record-facts">
        <dt>Name</dt>
        <dd>{name}</dd>
        <dt>Domain</dt>
        <dd>{domain}</dd>
        {!manages && (
          <>
            <dt>Name in the header</dt>
            <dd>{brandName ?? name}</dd>
          </>
        )}
      </dl>
      {manages && (
        <form action={setBrandNameAction} className="grid gap-2">
          <input name="tenant" type="hidden" value={tenant} />
          <div className="flex flex-wrap gap-2">
            <label className="field grow basis-60">
              <span>Name in the header</span>
              <input
                defaultValue={brandName ?? ""}
                key={brandName}
                maxLength={BRAND_NAME_MAX_LENGTH}
                name="brandName"
                placeholder={name}
              />
            </label>
            <button className="button button-primary" type="submit">
              Save
            </button>
          </div>
          <p className="text-muted text-sm">
            What the top of every page calls your organisation. Empty, it is “{name}”, which the operator of this
            Signbook has set.
          </p>
        </form>
      )}
    </section>
  );
}
