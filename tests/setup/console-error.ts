/** An error on the console is a failure, unless the test replaces `console.error` itself and looks at what came. */
import { afterEach, beforeEach, expect, vi } from "vitest";

const calls: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  calls.length = 0;
  console.error = (...args: unknown[]) => {
    calls.push(args);
    original(...args);
  };
});

afterEach(() => {
  vi.restoreAllMocks();
  console.error = original;
  expect(calls, "console.error was called").toEqual([]);
});
