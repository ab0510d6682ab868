/** A result as shape, word and colour, so that it is never told by colour alone. The shapes are those of `status.css`. */
import { STATUS_LABELS, type Status } from "@/lib/model/status";

export type Tone = Status | "neutral";

export function StatusMark({ tone, label }: { tone: Tone; label?: string }) {
  return (
    <span className="status" data-status={tone}>
      {label ?? (tone === "neutral" ? "" : STATUS_LABELS[tone])}
    </span>
  );
}
