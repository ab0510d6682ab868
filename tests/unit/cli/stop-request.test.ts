import { EventEmitter } from "node:events";
import { beforeEach, describe, expect, it } from "vitest";
import { createStopRequest, type StopRequest, StopRequested } from "@/lib/cli/stop-request";

let signals: EventEmitter;
let nowMs: number;
let exitCodes: number[];
let stop: StopRequest;

beforeEach(() => {
  signals = new EventEmitter();
  nowMs = 0;
  exitCodes = [];
  stop = createStopRequest({ say: () => {}, signals, now: () => nowMs, exit: (code) => void exitCodes.push(code) });
});

describe("createStopRequest", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"])("stops waiting for work when %s comes", async (signal) => {
    const waiting = stop.orElse(new Promise(() => {}));
    signals.emit(signal);
    await expect(waiting).rejects.toThrow(StopRequested);
    await expect(stop.requested).resolves.toBeUndefined();
  });

  it("gives the result of work that is done first, and its failure", async () => {
    expect(await stop.orElse(Promise.resolve(7))).toBe(7);
    await expect(stop.orElse(Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  });

  it("takes the same keystroke for one, when both the terminal and npm pass it on", () => {
    signals.emit("SIGINT");
    nowMs = 200;
    signals.emit("SIGINT");
    expect(exitCodes).toEqual([]);
  });

  it("ends by force at the second request", () => {
    let forced = 0;
    stop.onForce(() => void forced++);
    signals.emit("SIGINT");
    nowMs = 3000;
    signals.emit("SIGINT");
    expect(forced).toBe(1);
    expect(exitCodes).toEqual([130]);
  });
});
