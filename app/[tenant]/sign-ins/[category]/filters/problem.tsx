/** What is wrong with a value, beside its field. */
export function Problem({ text, id }: { text?: string; id?: string }) {
  return text ? (
    <p className="problem" id={id}>
      {text}
    </p>
  ) : null;
}
