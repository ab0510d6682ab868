/**
 * Addresses for generated sign-ins, all from blocks set aside for documentation and tests, so that nobody's real
 * address is ever shown as an attacker's.
 */
export class NetworkPlan {
  #homes: number;
  #datacentres: number;
  readonly #offices: number;

  /** @param start any whole number: organisations with other ones have other addresses. */
  constructor(start: number) {
    this.#homes = start % 131_072;
    this.#datacentres = start % 250;
    this.#offices = start % 200;
  }

  /** The one address behind which an office's people are seen. */
  office(index: number): string {
    return `203.0.113.${10 + ((this.#offices + index) % 200)}`;
  }

  /** The next private line: one of 131,072 addresses, after which they repeat. */
  home(): string {
    const n = this.#homes++ % 131_072;
    return `198.${18 + (n >> 16)}.${(n >> 8) & 0xff}.${n & 0xff}`;
  }

  homeV6(): string {
    const n = this.#homes++;
    return `2001:db8:${(n >> 12).toString(16)}:${(n & 0xfff).toString(16)}::${(1 + (n % 7)).toString(16)}`;
  }

  datacentre(): string {
    return `198.51.100.${1 + (this.#datacentres++ % 250)}`;
  }

  /** Hotels and airports: shared by whoever is there. */
  away(cityIndex: number): string {
    return `192.0.2.${20 + (cityIndex % 100)}`;
  }

  guesser(): string {
    return "192.0.2.200";
  }
}
