/** A progress bar on stderr; nothing where stderr is no terminal. */
import cliProgress from "cli-progress";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** @param unit what is counted, as the line says it. */
export function startProgress(total: number, { unit, shown }: { unit: string; shown: boolean }): Progress {
  if (!shown || !process.stderr.isTTY || total <= 0) return { update: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: `{bar} {percentage}%  {value}/{total} ${unit}  {duration_formatted}, {eta_formatted} left`,
      hideCursor: true,
      etaBuffer: 50,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_grey,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(Math.min(done, total)), stop: () => bar.stop() };
}
