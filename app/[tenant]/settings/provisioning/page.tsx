import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { PROVISIONING_TOKENS_AT_A_TIME } from "@/lib/model/provisioning";
import { listProvisionedGroups } from "@/lib/services/scim/map-group";
import { scimAddress } from "@/lib/services/scim/resources";
import { listProvisioningTokens } from "@/lib/services/scim/tokens";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { CreateTokenForm } from "./create-token-form";
import { GroupTable } from "./group-table";
import { TokenTable } from "./token-table";

export const metadata: Metadata = { title: "User provisioning" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

const DONE: Readonly<Record<string, string>> = {
  revoked: "The token is revoked.",
  mapped: "The role is set. The members have it from their next request on.",
};

export default function ProvisioningSettingsPage(props: PageProps) {
  return answerPage("The settings of provisioning could not be read", () => provisioningSettings(props));
}

async function provisioningSettings({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const path = `/${tenant}/settings/provisioning`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const tokens = await listProvisioningTokens(scope);
  const groups = await listProvisionedGroups(scope);
  const zone = await currentZone(one("tz") ?? null);
  const usable = tokens.filter(({ state }) => state === "valid").length;
  return (
    <div className="records-page">
      <header>
        <h1>User provisioning</h1>
        <p className="text-muted text-sm">
          An identity provider that speaks SCIM 2.0 creates, changes and disables accounts here by itself. Each of its
          operations is in the <a href={`/${tenant}/provisioning`}>provisioning log</a>.
        </p>
      </header>
      <FormProblem told={one("problem")} />
      <FormDone told={one("done")} words={DONE} />
      <section className="record-card">
        <h2>Connection</h2>
        <dl className="record-facts">
          <dt>Tenant URL</dt>
          <dd className="mono">{scimAddress("").replace(/\/$/, "")}</dd>
          <dt>Authentication</dt>
          <dd>Bearer token, made below</dd>
          <dt>User names</dt>
          <dd>The provider’s userName must be an address in the tenant’s domain</dd>
        </dl>
        {tokens.length > 0 && <TokenTable confirm={one("confirm")} tenant={tenant} tokens={tokens} zone={zone} />}
        <CreateTokenForm full={usable >= PROVISIONING_TOKENS_AT_A_TIME} tenant={tenant} />
      </section>
      <section className="record-card">
        <h2>Groups and roles</h2>
        <p className="text-muted text-sm">
          The members of a group have its role. A group named after a role, such as “Security Reader”, has that role
          from the start. Nobody becomes a Global Administrator by provisioning.
        </p>
        {groups.length === 0 ? (
          <p className="text-muted text-sm">No provider has sent a group yet.</p>
        ) : (
          <GroupTable groups={groups} tenant={tenant} />
        )}
      </section>
    </div>
  );
}
