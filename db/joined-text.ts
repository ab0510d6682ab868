/** A long text parameter that is put together where it is sent from. */

/**
 * Texts, or the UTF-8 of texts, with a separator between them. The driver, as it is mended here, lets it write itself into
 * the message; made one text first, each would be copied three times and the collector would move the whole about.
 */
export class JoinedText {
  /** Of the UTF-8 that {@link copyTo} writes. */
  readonly byteLength: number;

  /** @param separator one ASCII character */
  constructor(
    private readonly parts: readonly (string | Buffer)[],
    private readonly separator: string,
  ) {
    let length = Math.max(0, parts.length - 1);
    for (const part of parts) length += typeof part === "string" ? Buffer.byteLength(part) : part.length;
    this.byteLength = length;
  }

  /** @returns how many bytes were written, which is {@link byteLength} */
  copyTo(target: Buffer, start: number): number {
    const separator = this.separator.charCodeAt(0);
    let at = start;
    for (const [index, part] of this.parts.entries()) {
      if (index > 0) target[at++] = separator;
      at += typeof part === "string" ? target.write(part, at) : part.copy(target, at);
    }
    return at - start;
  }

  /** What a driver as it is published sends. */
  toString(): string {
    return this.parts.join(this.separator);
  }
}
