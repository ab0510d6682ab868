import { Fragment } from "react";

/** A symbolic name, which may break between its words where room is short. */
export function CodeName({ name }: { name: string }) {
  return (
    <code className="mono code-name">
      {name.split(/(?<=[a-z0-9_])(?=[A-Z])/).map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words of one name, in order.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </code>
  );
}
