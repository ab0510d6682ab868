import { Icon } from "@/app/_components/icon";
import { AutoRefresh } from "../auto-refresh";
import { BreakdownMenu } from "../breakdown";
import { DownloadLink } from "../download-link";
import { type LogView, tenantOf, viewHref } from "../log-view";
import { ColumnsMenu } from "./columns-menu";
import { DensitySwitch } from "./density-switch";

interface LogToolsProps {
  view: LogView;
  /** Where to ask for what is newer than this page; null where it does not begin at the newest. */
  newerHref: string | null;
}

/** What is newer, and how the table looks: the height of its rows, and its columns where the log lets them be chosen. */
export function LogTools({ view, newerHref }: LogToolsProps) {
  const { category, columns } = view;
  return (
    <div className="log-tools">
      <AutoRefresh
        href={viewHref(view, {})}
        newerHref={newerHref}
        seconds={view.preferences.refreshSeconds ?? 0}
        tenant={tenantOf(view)}
      />
      {!view.params.get("by") && <BreakdownMenu label="Break down" view={view} />}
      <DensitySwitch view={view} />
      {category.optionalColumns.length > 0 ? (
        <ColumnsMenu
          columns={columns}
          isDefault={columns.join() === category.columns.join()}
          pageHref={`${view.path}/columns?${new URLSearchParams({ back: viewHref(view, {}) })}`}
          tenant={tenantOf(view)}
        />
      ) : (
        <button className="button" disabled title="The columns of this log are fixed." type="button">
          <Icon name="lock" />
          <span className="button-text">Columns fixed</span>
        </button>
      )}
      <DownloadLink view={view} />
    </div>
  );
}
