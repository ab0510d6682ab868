import type { ReactNode } from "react";
import type { UserDetail } from "@/lib/model/users";
import { changeUserAction } from "../actions";

interface ChangeFormProps {
  tenant: string;
  user: Pick<UserDetail, "userId" | "upn">;
  /** One of the changes that the action knows. */
  change: string;
  label: string;
  ariaLabel?: string;
  fields?: Readonly<Record<string, string>>;
  /** What it means: given where the button is a second step. */
  children?: ReactNode;
  /** Where not doing it leads. */
  cancelHref?: string;
  action?: (form: FormData) => Promise<void>;
}

/** A button that changes a user; with an explanation it is a question with two answers. */
export function ChangeForm(props: ChangeFormProps) {
  const { tenant, user, change, label, ariaLabel, fields = {}, children, cancelHref } = props;
  const { action = changeUserAction } = props;
  const hidden = { tenant, userId: user.userId, upn: user.upn, change, ...fields };
  const inputs = Object.entries(hidden).map(([name, value]) => (
    <input key={name} name={name} type="hidden" value={value} />
  ));
  if (!children) {
    return (
      <form action={action}>
        {inputs}
        <button aria-label={ariaLabel} className="button" type="submit">
          {label}
        </button>
      </form>
    );
  }
  return (
    <form action={action} className="notice" data-tone="warning">
      <div className="grid gap-2">
        <span className="wrap-anywhere">{children}</span>
        <span className="flex flex-wrap gap-2">
          {inputs}
          <button className="button button-primary h-auto min-h-8 whitespace-normal wrap-anywhere" type="submit">
            {label}
          </button>
          <a className="button" href={cancelHref}>
            Leave it as it is
          </a>
        </span>
      </div>
    </form>
  );
}
