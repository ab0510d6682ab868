import { Icon } from "@/app/_components/icon";
import { logQueryHref } from "@/lib/model/log-query-href";
import type { LogView } from "./log-view";

const NOT_ASKED = {
  after: null,
  before: null,
  open: null,
  at: null,
  pane: null,
  size: null,
  expand: null,
  members: null,
};

/** To the dialog of an export, with the filters in force here. */
export function DownloadLink({ view }: { view: LogView }) {
  const exports = view.path.replace(/\/sign-ins\/[^/]+$/, "/exports/new");
  return (
    <a className="button" href={logQueryHref(exports, view.params, NOT_ASKED)}>
      <Icon name="download" />
      <span className="button-text">Download</span>
    </a>
  );
}
