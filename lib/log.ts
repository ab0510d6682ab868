/** The one log: JSON lines on stdout. What must never be in a log is removed here, whoever passes it. */
import pino, { type DestinationStream, type Logger } from "pino";

/** Field names whose values are secrets wherever they stand in a logged object, down to three levels. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  '["set-cookie"]',
  "password",
  "secret",
  "client_secret",
  "clientSecret",
  "token",
  "access_token",
  "accessToken",
  "id_token",
  "refresh_token",
  "otp",
];

/** A field called `code` is a secret only where it came from a form or an address; an error's code is not. */
const CODE_PATHS = ["code", "body.code", "form.code", "input.code", "query.code", "params.code", "credentials.code"];

/**
 * A log writing one JSON object a line, with time (ISO, UTC), level as a word and message.
 * @param destination where to; stdout when absent.
 */
export function createLog(destination?: DestinationStream): Logger {
  return pino(
    {
      level: "info",
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths(), censor: "[removed]" },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

export const log = createLog();

function redactedPaths(): string[] {
  const under = (prefix: string, field: string) => (field.startsWith("[") ? `${prefix}${field}` : `${prefix}.${field}`);
  return [...SECRET_FIELDS.flatMap((field) => [field, under("*", field), under("*.*", field)]), ...CODE_PATHS];
}
