/** How many bytes of request bodies a process takes in at once. Beyond it, senders are asked to come again. */
import { TooManyRequestsError } from "@/lib/model/errors";

export const BODY_BUDGET_BYTES = 128 * 1024 * 1024;
const COME_AGAIN_AFTER_SECONDS = 2;

export class BodyBudget {
  #used = 0;

  constructor(private readonly limitBytes = BODY_BUDGET_BYTES) {}

  /**
   * An account for one body. What it takes comes back with {@link BodyAccount.close}.
   * @throws TooManyRequestsError when the declared bytes do not fit now.
   */
  open(declaredBytes: number): BodyAccount {
    const take = (bytes: number) => {
      if (this.#used + bytes > this.limitBytes) {
        throw new TooManyRequestsError("Too many bodies are being read at this moment.", COME_AGAIN_AFTER_SECONDS);
      }
      this.#used += bytes;
    };
    const giveBack = (bytes: number) => {
      this.#used -= bytes;
    };
    return new BodyAccount(declaredBytes, take, giveBack);
  }
}

export class BodyAccount {
  #taken = 0;
  #arrived = 0;

  constructor(
    declaredBytes: number,
    private readonly take: (bytes: number) => void,
    private readonly giveBack: (bytes: number) => void,
  ) {
    this.#draw(declaredBytes);
  }

  /** Counts bytes that arrived; those beyond what was declared are drawn now. @throws TooManyRequestsError */
  arrived(bytes: number): void {
    this.#arrived += bytes;
    if (this.#arrived > this.#taken) this.#draw(this.#arrived - this.#taken);
  }

  /** Counts what is held of it in memory, where that is more than what arrived: packed bodies are small on the way. */
  held(bytes: number): void {
    if (bytes > this.#taken) this.#draw(bytes - this.#taken);
  }

  /** Gives everything back; a second call does nothing. */
  close(): void {
    this.giveBack(this.#taken);
    this.#taken = 0;
    this.#arrived = 0;
  }

  #draw(bytes: number): void {
    this.take(bytes);
    this.#taken += bytes;
  }
}
