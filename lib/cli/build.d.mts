export function isBuildCurrent(): boolean;
export function ensureBuilt(): Promise<void>;
