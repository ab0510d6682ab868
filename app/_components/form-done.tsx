import type { ReactNode } from "react";
import { Icon } from "./icon";

/** That a form was done. */
export function DoneNotice({ children }: { children: ReactNode }) {
  return (
    <p className="notice" role="status">
      <Icon name="check" />
      {children}
    </p>
  );
}

/**
 * What the last form of this page did, if it is one of the things that the page's forms do.
 * @param told the address's parameter that names it
 * @param words what to say of each
 */
export function FormDone({
  told,
  words,
}: {
  told: string | string[] | null | undefined;
  words: Readonly<Record<string, string>>;
}) {
  if (typeof told !== "string" || !Object.hasOwn(words, told)) return null;
  return <DoneNotice>{words[told]}</DoneNotice>;
}
