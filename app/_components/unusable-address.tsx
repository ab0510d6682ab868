import { Icon } from "./icon";

interface UnusableAddressProps {
  /** What is wrong, by parameter. */
  problems: Readonly<Record<string, string | undefined>>;
  /** The address without these parameters. */
  hrefWithout: (keys: readonly string[]) => string;
  startHref: string;
}

/** Instead of rows: nothing was searched. Names every problem once more, as not every parameter has a field. */
export function UnusableAddress({ problems, hrefWithout, startHref }: UnusableAddressProps) {
  const unusable = Object.keys(problems);
  return (
    <section className="border-line border-t px-(--gutter) py-6">
      <div className="notice max-w-[720px]" data-tone="failure" role="alert">
        <Icon name="warning" />
        <div className="grid gap-2">
          <p className="font-medium">
            {unusable.length === 1 ? "One part" : `${unusable.length} parts`} of this address cannot be used, so nothing
            was searched.
          </p>
          <ul className="grid gap-1">
            {unusable.map((key) => (
              <li key={key}>{problems[key]}</li>
            ))}
          </ul>
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            <a className="text-link" data-soft="" href={hrefWithout(unusable)}>
              Show the log without {unusable.length === 1 ? "it" : "them"}
            </a>
            <a className="text-link" data-soft="" href={startHref}>
              Start again
            </a>
          </p>
        </div>
      </div>
    </section>
  );
}
