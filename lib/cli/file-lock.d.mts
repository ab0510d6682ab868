export function withFileLock<T>(
  file: string,
  work: () => T | Promise<T>,
  options?: { timeoutMs?: number; onWait?: () => void },
): Promise<T>;
