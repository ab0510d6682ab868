/** What a sign-in was part of, as the services hand it to pages. */
import type { SignInListItem } from "./sign-in-view";

export interface Attempt {
  /** How a sign-in that was no success went on; null for a success, and where nobody was recorded. */
  ending: Ending | null;
  /** Other records with the same correlation id, then those with the same request id; newest first. */
  related: readonly SignInListItem[];
  /** There are more than are listed. */
  moreRelated: boolean;
}

export type Ending =
  | {
      kind: "success";
      /** The success of the same principal that came next. */
      signIn: SignInListItem;
      secondFactor: boolean;
    }
  | {
      kind: "none";
      /** The time in which a success would have counted is over. */
      over: boolean;
    };
