import { signOutEverywhereAction } from "./actions";

/** Ends all of the person's sessions in Signbook. Works without JavaScript. */
export function SignOutEverywhere() {
  return (
    <form action={signOutEverywhereAction}>
      <button className="button" type="submit">
        Sign out everywhere
      </button>
    </form>
  );
}
