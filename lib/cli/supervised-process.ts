/** Keeps one of our processes running: starts it, starts it again when it ends by itself, stops it when asked. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { FatalError } from "./fatal-error";
import { createLineThrottle } from "./line-throttle";
import { asLogLine } from "./log-line";

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;
/** Having run for this long, a process counts as healthy: the next failure starts counting anew. */
const HEALTHY_AFTER_MS = 60_000;
/** A process that never got ready fails for a reason that trying again does not remove. */
const ATTEMPTS_TO_GET_READY = 3;
const MAX_LOG_LINES_PER_SECOND = 1000;

export interface ProcessOptions {
  /** As it is called in messages. */
  readonly name: string;
  /** Of Node.js. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Counts as ready after this long without having said so. */
  readonly readyAfterMs: number;
  /** Where a line of its output goes. */
  readonly write: (line: string) => void;
  /** Where a message about it goes. */
  readonly report: (line: string) => void;
  /** How long to wait before it is started again after so many failures. */
  readonly delayMs?: (failures: number) => number;
}

/** 1, 2, 4 … at most 30 seconds. */
export function restartDelayMs(failures: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
}

export class SupervisedProcess {
  /** Settles when it is ready; rejects with a FatalError when it never gets there. */
  readonly ready: Promise<void>;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #isReady = false;
  #failures = 0;
  #becomeReady: () => void = () => {};
  #giveUp: (error: Error) => void = () => {};

  constructor(private readonly options: ProcessOptions) {
    this.ready = new Promise((resolve, reject) => {
      this.#becomeReady = () => {
        this.#isReady = true;
        resolve();
      };
      this.#giveUp = reject;
    });
    this.#begin();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Ends it and starts it again at once, because its code has changed. */
  async restart(limitMs: number): Promise<void> {
    await this.stop(limitMs);
    this.#stopping = false;
    this.#begin();
  }

  /** Asks it to end and waits; after `limitMs` it is ended by force. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child || !isRunning(child)) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const force = setTimeout(() => {
      this.options.report(`The ${this.options.name} process does not end by itself: ending it by force`);
      this.kill();
    }, limitMs);
    await ended;
    clearTimeout(force);
    // What it started itself must not stay behind.
    killGroup(child);
  }

  /** Ends it, and all that it has started, at once. */
  kill(): void {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child) killGroup(this.#child);
  }

  #begin(): void {
    const startedAt = performance.now();
    const child = launch(this.options);
    this.#child = child;
    const patience = setTimeout(this.#becomeReady, this.options.readyAfterMs);
    child.once("message", this.#becomeReady);
    child.once("exit", (code, signal) => {
      clearTimeout(patience);
      if (this.#stopping) return;
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) this.#failures = 0;
      this.#onFailure(signal ? `was ended by ${signal}` : `ended with code ${code}`);
    });
  }

  #onFailure(how: string): void {
    const { name, report, delayMs = restartDelayMs } = this.options;
    this.#failures++;
    if (!this.#isReady && this.#failures >= ATTEMPTS_TO_GET_READY) {
      this.#giveUp(
        new FatalError(`The ${name} process ${how}, ${this.#failures} times in a row. Its messages are above.`),
      );
      return;
    }
    const delay = delayMs(this.#failures);
    report(`The ${name} process ${how}. Starting it again in ${delay / 1000} s`);
    this.#timer = setTimeout(() => this.#begin(), delay);
  }
}

/**
 * In a process group of its own: Ctrl-C reaches us only, and we decide in which order things end. Over the channel it
 * notices when we are killed, and ends too.
 */
function launch({ name, args, env, write }: ProcessOptions): ChildProcess {
  const child = spawn(process.execPath, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const throttle = createLineThrottle({ maxLinesPerSecond: MAX_LOG_LINES_PER_SECOND, now: Date.now, write });
  for (const [stream, level] of [
    [child.stdout, "info"],
    [child.stderr, "error"],
  ] as const) {
    if (stream) createInterface({ input: stream }).on("line", (line) => throttle.push(asLogLine(line, name, level)));
  }
  const timer = setInterval(throttle.flush, 1000);
  child.once("close", () => {
    clearInterval(timer);
    throttle.flush();
  });
  child.once("error", (error) => write(`Cannot be started: ${error.message}`));
  return child;
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
}
