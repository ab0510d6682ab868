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

/** A share in percent, never rounded to all or nothing when it is neither. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 1) return "< 1 %";
  if (part < whole && percent > 99) return "> 99 %";
  return `${Math.round(percent)} %`;
}
