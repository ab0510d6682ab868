import { Icon } from "@/app/_components/icon";
import { type LogView, tenantOf, viewHref } from "../log-view";
import { ColumnsMenu } from "./columns-menu";
import { DensitySwitch } from "./density-switch";

/** How the table looks: the height of its rows, and its columns where the log lets them be chosen. */
export function LogTools({ view }: { view: LogView }) {
  const { category, columns } = view;
  return (
    <div className="log-tools">
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
    </div>
  );
}
