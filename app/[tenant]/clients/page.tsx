import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { listClients } from "@/lib/services/clients/list-clients";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { ClientCard } from "./client-card";
import { CreateClientForm } from "./create-client-form";

export const metadata: Metadata = { title: "API clients" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

const REVOKED: Readonly<Record<string, string>> = {
  secret: "The secret is revoked.",
  client: "The client is revoked.",
};

export default function ClientsPage(props: PageProps) {
  return answerPage("The API clients could not be read", () => clientsPage(props));
}

async function clientsPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const path = `/${tenant}/clients`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const zone = await currentZone(one("tz") ?? null);
  const clients = await listClients(scope);
  // Those in use first; newest first among each.
  const ordered = [...clients].reverse().sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null));
  return (
    <div className="records-page">
      <header>
        <h1>API clients</h1>
        <p className="text-muted text-sm">
          Programs that send records or read the reporting API. Each has an id and a secret of its own and gets tokens
          with them at <span className="mono break-words">/{scope.tenantSlug}/oauth2/v2.0/token</span>.{" "}
          <a href="/docs/api">How to use them</a>
        </p>
      </header>
      <FormProblem told={one("problem")} />
      <FormDone told={one("revoked")} words={REVOKED} />
      <CreateClientForm tenant={tenant} />
      {ordered.length === 0 ? (
        <p className="records-empty">There is no client yet.</p>
      ) : (
        <ul className="grid gap-3">
          {ordered.map((client) => (
            <li key={client.clientId}>
              <ClientCard client={client} confirm={one("confirm")} tenant={tenant} zone={zone} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
