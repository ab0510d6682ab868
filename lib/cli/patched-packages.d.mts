export function patchFiles(root: string): string[];
export function setPatchedAside(root: string): { putBack: () => void; discard: () => void };
