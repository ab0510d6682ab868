/**
 * A fault of the driver that nobody can catch where it happens: when a server closes a connection while something is
 * being written, postgres.js writes the rest from a timer to a socket that is gone. The query has been rejected by then
 * and the connection is replaced, so a process that meets this goes on.
 */
export function isHarmlessDriverFault(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    error.message.includes("reading 'write'") &&
    /node_modules[\\/]postgres[\\/].*connection\.js/.test(error.stack ?? "")
  );
}
