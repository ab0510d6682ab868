/**
 * The product's icons, drawn on a grid of 16. Plain SVG rather than an icon package, whose icons are client components:
 * a log page shows some dozens and would hydrate every one.
 */
const PATHS = {
  bookmark: "M4.5 2.5h7v11L8 10.8l-3.5 2.7z",
  check: "m3 8.5 3.2 3L13 4.5",
  chevronDown: "m4 6 4 4 4-4",
  chevronLeft: "m10 4-4 4 4 4",
  chevronRight: "m6 4 4 4-4 4",
  close: "m4 4 8 8M12 4l-8 8",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.4",
  columns:
    "M3 2.8h10a.8.8 0 0 1 .8.8v8.8a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8V3.6a.8.8 0 0 1 .8-.8ZM6.1 2.8v10.4M9.9 2.8v10.4",
  copy: "M6 5.5h6.5a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1ZM11 2.5H3.5a1 1 0 0 0-1 1V11",
  download: "M8 2.2v7.6M4.8 6.8 8 10l3.2-3.2M2.6 12v1a.8.8 0 0 0 .8.8h9.2a.8.8 0 0 0 .8-.8v-1",
  flag: "M4 14V2.4M4 3h8.2l-1.8 3 1.8 3H4",
  gear: "M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 1.8v2.1M8 12.1v2.1M14.2 8h-2.1M3.9 8H1.8M12.4 3.6l-1.5 1.5M5.1 10.9l-1.5 1.5M12.4 12.4l-1.5-1.5M5.1 5.1 3.6 3.6",
  inbox:
    "M2.2 9.2h3.2l1 1.8h3.2l1-1.8h3.2M2.2 9.2 4 3.6a.9.9 0 0 1 .9-.6h6.2a.9.9 0 0 1 .9.6l1.8 5.6v3.2a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8z",
  key: "M5.4 13.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8ZM7.4 8.3l5.4-5.5M10.6 5l1.9 1.9M9 6.6l1.3 1.3",
  link: "M6.6 9.4 9.4 6.6M7.4 4.6l1.5-1.5a2.8 2.8 0 0 1 4 4l-1.5 1.5M8.6 11.4l-1.5 1.5a2.8 2.8 0 0 1-4-4l1.5-1.5",
  lock: "M4 7.2h8a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8.2a1 1 0 0 1 1-1ZM5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7",
  machine:
    "M3 2.5h10a.8.8 0 0 1 .8.8v3a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8v-3a.8.8 0 0 1 .8-.8ZM3 8.9h10a.8.8 0 0 1 .8.8v3a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8v-3a.8.8 0 0 1 .8-.8ZM4.9 4.8h.01M4.9 11.2h.01",
  moon: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z",
  overview: "M2.5 13.5h11M4 11V8M8 11V3.5M12 11V6",
  pencil: "M10.8 2.9 13.1 5.2 5.6 12.7l-3 .7.7-3z",
  people:
    "M6 7.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.6 13.4a4.4 4.4 0 0 1 8.8 0M10.6 2.8a2.4 2.4 0 0 1 0 4.4M12 9.6a4.4 4.4 0 0 1 2.4 3.8",
  person: "M8 7.6a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.9 13.8a5.1 5.1 0 0 1 10.2 0",
  plus: "M8 3v10M3 8h10",
  repeat: "M13.2 6.2A5.6 5.6 0 0 0 3 5.3L2.2 6.6M2.2 3v3.6h3.6M2.8 9.8a5.6 5.6 0 0 0 10.2.9l.8-1.3M13.8 13V9.4h-3.6",
  rowsComfortable: "M2.5 3.5h11M2.5 8h11M2.5 12.5h11",
  rowsCompact: "M2.5 3h11M2.5 6.3h11M2.5 9.6h11M2.5 12.9h11",
  screen:
    "M2.8 2.8h10.4a.8.8 0 0 1 .8.8v6.6a.8.8 0 0 1-.8.8H2.8a.8.8 0 0 1-.8-.8V3.6a.8.8 0 0 1 .8-.8ZM8 11v2.6M5.4 13.6h5.2",
  search: "M7 11.6a4.6 4.6 0 1 0 0-9.2 4.6 4.6 0 0 0 0 9.2ZM10.4 10.4l3.4 3.4",
  signOut: "M6 14H3.4a.8.8 0 0 1-.8-.8V2.8a.8.8 0 0 1 .8-.8H6M10.4 11.2 13.6 8l-3.2-3.2M13.4 8H6",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.4v1.4M8 13.2v1.4M1.4 8h1.4M13.2 8h1.4M3.3 3.3l1 1M11.7 11.7l1 1M12.7 3.3l-1 1M4.3 11.7l-1 1",
  warning: "M8 2.2 14.4 13.4H1.6L8 2.2ZM8 6.6v3M8 11.6h.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={className ? `icon ${className}` : "icon"}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      viewBox="0 0 16 16"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
