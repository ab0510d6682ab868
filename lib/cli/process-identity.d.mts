export interface ProcessIdentity {
  pid: number;
  startedAt: string | null;
}
export function ownIdentity(): ProcessIdentity;
export function isAlive(identity: ProcessIdentity): boolean;
