import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";

interface LogLinksProps {
  links: readonly { log: CategorySlug; href: string }[];
  /** Whom or what it is about, for those who hear a link by itself. */
  about?: string;
}

/** The same question to several logs, by their names, after the words that ask it. */
export function LogLinks({ links, about }: LogLinksProps) {
  return links.map(({ log, href }, index) => (
    <span key={log}>
      {index > 0 && ", "}
      <a
        aria-label={about && `${about}: sign-ins in the log ${CATEGORIES[log].label}`}
        className="text-link"
        href={href}
      >
        {CATEGORIES[log].label}
      </a>
    </span>
  ));
}
