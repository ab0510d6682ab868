/** A page that says one thing: a refusal, a missing page, a failure. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

interface NoticePageProps {
  icon: IconName;
  title: string;
  children: ReactNode;
}

export function NoticePage({ icon, title, children }: NoticePageProps) {
  return (
    <div className="mx-auto grid max-w-[600px] gap-4 px-6 py-16 max-[720px]:py-8">
      <span className="flex size-10 items-center justify-center rounded-lg border border-line bg-surface text-muted">
        <Icon name={icon} />
      </span>
      <h1>{title}</h1>
      <div className="grid gap-4 text-muted leading-[22px]">{children}</div>
    </div>
  );
}

/** The same outside the frame of a tenant. */
export function BareNoticePage(props: NoticePageProps) {
  return (
    <main className="min-h-dvh">
      <NoticePage {...props} />
    </main>
  );
}
