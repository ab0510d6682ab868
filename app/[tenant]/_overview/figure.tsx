import { formatCount } from "@/lib/model/format-number";

/** A number that leads to the sign-ins behind it. */
export function Figure({ n, href, label }: { n: number; href: string | null; label: string }) {
  if (href === null || n === 0) return <span className="tabular">{formatCount(n)}</span>;
  return (
    <a aria-label={`${formatCount(n)}: ${label}`} className="figure text-link tabular" href={href}>
      {formatCount(n)}
    </a>
  );
}
