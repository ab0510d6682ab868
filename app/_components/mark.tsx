/** The product's mark: a line of a book, and the tick of somebody who signed it. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" height={size} viewBox="0 0 24 24" width={size}>
      <rect fill="var(--color-accent-fill)" height="24" rx="6" width="24" />
      <path
        d="m6.2 12.1 3 3L17.6 6.6"
        fill="none"
        stroke="#fff"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2.4"
      />
      <path d="M6.4 18.6h11.2" opacity=".6" stroke="#fff" strokeLinecap="round" strokeWidth="1.8" />
    </svg>
  );
}
