import { Icon } from "@/app/_components/icon";
import { ownHeadline } from "@/lib/model/sentences-own";
import type { OwnAnswer } from "@/lib/model/sign-in-marks";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { answerAction } from "./actions";

interface AnswerFormProps {
  item: SignInListItem;
  zone: ShownZone;
  back: string;
}

const BUTTONS: Record<OwnAnswer, string> = { me: "This was me", notMe: "This wasn’t me" };
const SAID: Record<OwnAnswer, string> = { me: "You said that this was you", notMe: "You said that this was not you" };

/** The two answers; one that was given can be changed to the other. Works without JavaScript. */
export function AnswerForm({ item, zone, back }: AnswerFormProps) {
  const given = item.mark?.answer ?? null;
  const offered = (Object.keys(BUTTONS) as OwnAnswer[]).filter((word) => word !== given?.word);
  const fields = { category: item.category, id: item.id, at: item.createdAt.toISOString(), back };
  return (
    <form action={answerAction} className="own-answer">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} name={name} type="hidden" value={value} />
      ))}
      {given && (
        <p className="own-said" data-answer={given.word}>
          <Icon name={given.word === "me" ? "check" : "flag"} />
          {SAID[given.word]}, {zoned(given.at, zone)}
        </p>
      )}
      <span className="flex flex-wrap gap-2">
        {offered.map((word) => (
          <button
            aria-label={`${BUTTONS[word]}: ${ownHeadline(item)}`}
            className={given ? "button button-quiet" : "button"}
            key={word}
            name="answer"
            type="submit"
            value={word}
          >
            {BUTTONS[word]}
          </button>
        ))}
      </span>
    </form>
  );
}
