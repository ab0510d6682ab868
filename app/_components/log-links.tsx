import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";

/** The same question to several logs, by their names, after the words that ask it. */
export function LogLinks({ links }: { links: readonly { log: CategorySlug; href: string }[] }) {
  return links.map(({ log, href }, index) => (
    <span key={log}>
      {index > 0 && ", "}
      <a className="text-link" href={href}>
        {CATEGORIES[log].label}
      </a>
    </span>
  ));
}
