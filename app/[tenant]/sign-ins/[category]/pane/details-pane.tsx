import type { ReactNode } from "react";
import { recordReader } from "@/lib/model/record-reader";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { type LogView, tenantOf } from "../log-view";
import type { FoundRecord, OpenedRecord } from "../read-log";
import { AdditionalTab } from "./additional-tab";
import { AuthenticationTab } from "./authentication-tab";
import { BasicTab } from "./basic-tab";
import { ElsewherePane } from "./elsewhere-pane";
import { FactGroups, isTold, NothingRecorded } from "./fact-list";
import { deviceFacts } from "./facts/device-facts";
import { locationFacts } from "./facts/location-facts";
import { PaneHead } from "./pane-head";
import { PaneShell } from "./pane-shell";
import { type PaneTab, paneTab } from "./pane-tabs";
import { ConditionalAccessTab, ReportOnlyTab } from "./policies-tab";

interface DetailsPaneProps {
  view: LogView;
  opened: OpenedRecord;
  /** The rows beside it, for the way to the previous and the next. */
  items: readonly SignInListItem[];
  /** The address for another reader, whole. */
  sharedHref: string;
}

/** One sign-in in full, beside the table. Its address is the page's with `open`, `at` and `pane`. */
export function DetailsPane({ view, opened, items, sharedHref }: DetailsPaneProps) {
  return (
    <PaneShell label="Details of the sign-in">
      {"detail" in opened ? (
        <Details items={items} opened={opened} sharedHref={sharedHref} view={view} />
      ) : (
        <ElsewherePane opened={opened} view={view} />
      )}
    </PaneShell>
  );
}

function Details({ view, opened, items, sharedHref }: DetailsPaneProps & { opened: FoundRecord }) {
  const { detail } = opened;
  const tab = paneTab(view.params.get("pane"), detail);
  return (
    <>
      <PaneHead items={items} opened={opened} sharedHref={sharedHref} tab={tab} view={view} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <div className="pane-body" key={`${detail.id} ${tab}`} tabIndex={0}>
        <TabContent opened={opened} tab={tab} view={view} />
      </div>
    </>
  );
}

function TabContent({ tab, opened, view }: { tab: PaneTab; opened: FoundRecord; view: LogView }): ReactNode {
  const { detail } = opened;
  const zone = view.zone.name;
  const read = recordReader(detail.record);
  switch (tab) {
    case "basic":
      return <BasicTab opened={opened} read={read} view={view} />;
    case "location":
      return (
        <>
          <FactGroups groups={locationFacts(detail, read, zone)} tenant={tenantOf(view)} />
          <p className="pt-4 text-muted text-xs">
            The place is worked out from the IP address and can be wrong, above all on mobile and company networks.
          </p>
        </>
      );
    case "device": {
      const groups = deviceFacts(detail, read, zone);
      return groups.some(isTold) ? <FactGroups groups={groups} /> : <NothingRecorded />;
    }
    case "authentication":
      return <AuthenticationTab detail={detail} read={read} zone={zone} />;
    case "conditional-access":
      return <ConditionalAccessTab detail={detail} read={read} view={view} />;
    case "report-only":
      return <ReportOnlyTab detail={detail} read={read} view={view} />;
    case "additional":
      return <AdditionalTab detail={detail} read={read} zone={zone} />;
  }
}
