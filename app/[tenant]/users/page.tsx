import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { Icon } from "@/app/_components/icon";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { parseUserQuery, type UserQuery, userListHref } from "@/lib/model/users";
import { listUsers, type UserPage } from "@/lib/services/users/list-users";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import type { PageSearch } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import { InviteForm } from "./invite-form";
import { NewUserForm } from "./new-user-form";
import { RoleList } from "./role-list";
import { UserFilterForm } from "./user-filter-form";
import { UserTable } from "./user-table";

export const metadata: Metadata = { title: "Users" };

interface PageProps {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<PageSearch>;
}

export default function UsersPage(props: PageProps) {
  return answerPage("The users could not be read", () => usersPage(props));
}

const DONE: Readonly<Record<string, string>> = {
  delete: "The account is deleted. What it did stays in the audit log.",
};

async function usersPage({ params, searchParams }: PageProps) {
  const { tenant } = await params;
  const asked = await paramsOf(searchParams);
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, `/${tenant}/users`));
  const zone = await currentZone(asked.get("tz"));
  const answer = await read(scope, asked);
  return (
    <div className="records-page users-page">
      <header>
        <h1>Users</h1>
        <p className="text-muted text-sm">
          Who may sign in to Signbook for {scope.tenantName}, and what their roles let them do. Everybody sees their own
          sign-ins, without any role. <a href="#invite">Invite a user</a>
        </p>
      </header>
      <FormDone told={asked.get("done")} words={DONE} />
      <UserFilterForm params={asked} tenant={tenant} />
      {"problems" in answer ? (
        <div className="notice" data-tone="failure" role="alert">
          <Icon name="warning" />
          <ul className="grid gap-1">
            {Object.entries(answer.problems).map(([key, problem]) => (
              <li key={key}>{problem}</li>
            ))}
          </ul>
        </div>
      ) : answer.page.users.length === 0 ? (
        <p className="records-empty">No user is like that.</p>
      ) : (
        <>
          <UserTable tenant={tenant} users={answer.page.users} zone={zone} />
          <Pager page={answer.page} query={answer.query} tenant={tenant} />
        </>
      )}
      <InviteForm tenant={tenant} />
      <NewUserForm tenant={tenant} />
      <RoleList />
    </div>
  );
}

type Answer = { query: UserQuery; page: UserPage } | { problems: Readonly<Record<string, string>> };

/** What cannot be understood is said on the page, with the status 400. */
async function read(scope: TenantScope, params: URLSearchParams): Promise<Answer> {
  const parsed = parseUserQuery(params);
  try {
    if (parsed.ok) return { query: parsed.query, page: await listUsers(scope, parsed.query) };
    // Whoever may not see the page is told so, whatever they asked for.
    await listUsers(scope, { search: "" }, { size: 1 });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    await statePageStatus(400);
    return { problems: error.problems };
  }
  await statePageStatus(400);
  return { problems: parsed.problems };
}

function Pager({ page, query, tenant }: { page: UserPage; query: UserQuery; tenant: string }) {
  if (!page.previous && !page.next) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2">
      {page.previous && (
        <a className="button" href={userListHref(tenant, query, page.previous)} rel="prev">
          <Icon name="chevronLeft" />
          Back
        </a>
      )}
      {page.next && (
        <a className="button" href={userListHref(tenant, query, page.next)} rel="next">
          More
          <Icon name="chevronRight" />
        </a>
      )}
    </nav>
  );
}

async function paramsOf(search: PageProps["searchParams"]): Promise<URLSearchParams> {
  const pairs = Object.entries(await search).flatMap(([key, value]) => {
    const [first] = [value].flat();
    return first === undefined ? [] : [[key, first]];
  });
  return new URLSearchParams(pairs);
}
