import type { z } from "zod";
import { InvalidInputError } from "@/lib/model/errors";

/** What untrusted input means by a schema. @throws InvalidInputError that names every field that is wrong. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems: Record<string, string> = {};
  for (const issue of parsed.error.issues) problems[issue.path.join(".") || "input"] ??= issue.message;
  throw new InvalidInputError(problems);
}
