import { ANSWER_LABELS, type SignInMark, VERDICT_LABELS } from "@/lib/model/sign-in-marks";
import { Icon } from "./icon";

/** A small sign in a row for what people said about the sign-in: the administrator's verdict, else the user's answer. */
export function VerdictMark({ mark }: { mark: SignInMark | null }) {
  const told = mark && tellMark(mark);
  if (!told) return null;
  return (
    <span className="verdict-mark" data-verdict={told.safe ? "safe" : "compromised"} title={told.text}>
      <Icon name={told.safe ? "check" : "flag"} />
      <span className="sr-only">{told.text}</span>
    </span>
  );
}

function tellMark({ verdict, answer }: SignInMark): { safe: boolean; text: string } | null {
  if (verdict) {
    const text = `Marked ${VERDICT_LABELS[verdict.word].toLowerCase()} by ${verdict.byName}`;
    return { safe: verdict.word === "safe", text };
  }
  return answer && { safe: answer.word === "me", text: ANSWER_LABELS[answer.word] };
}
