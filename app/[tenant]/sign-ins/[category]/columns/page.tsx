import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { categoryBySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import { shownColumns } from "@/lib/model/shown-columns";
import { currentPreferences, requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import { requireLogReader } from "../read-log";
import { ColumnForm } from "../view/column-form";

interface PageProps {
  params: Promise<{ tenant: string; category: string }>;
  searchParams: Promise<{ back?: string | string[] }>;
}

export const metadata: Metadata = { title: "Columns" };

export default function ColumnsPage(props: PageProps) {
  return answerPage("The columns could not be read", () => columnsPage(props));
}

/** The choice of columns as a page of its own, for whoever reads without JavaScript. */
async function columnsPage({ params, searchParams }: PageProps) {
  const { tenant, category: slug } = await params;
  const log = `/${tenant}/sign-ins/${slug}`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, `${log}/columns`));
  requireLogReader(scope, log);
  const category = categoryBySlug(slug);
  if (!category || category.optionalColumns.length === 0) {
    throw new NotFoundError("There is no log whose columns can be chosen.");
  }
  const columns = shownColumns(category, (await currentPreferences()).columns);
  const back = sameOriginPath(String((await searchParams).back ?? "")) ?? log;
  return (
    <div className="columns-page">
      <h1>Columns of the {category.label.toLowerCase()} log</h1>
      <p className="text-muted text-sm">
        Tick what to show, and write another number to move a column.{" "}
        <a className="text-link" href={back}>
          Back to the log
        </a>
      </p>
      <ColumnForm
        back={back}
        columns={columns}
        isDefault={columns.join() === category.columns.join()}
        tenant={tenant}
      />
    </div>
  );
}
