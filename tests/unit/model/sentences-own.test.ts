import { describe, expect, it } from "vitest";
import {
  ownClient,
  ownHeadline,
  ownOutcome,
  ownPlace,
  ownSteps,
  relativeTime,
  unusualSentence,
} from "@/lib/model/sentences-own";

const NOW = new Date("2026-11-25T12:00:00Z");
const signIn = {
  category: "interactive" as const,
  status: "success" as const,
  errorCode: 0,
  application: { id: "app", name: "Mail" },
  resource: { id: null, name: null },
};

describe("a sign-in told to its person", () => {
  it("says what became of it, and why when it was no success", () => {
    expect(ownHeadline(signIn)).toBe("Signed in to Mail");
    expect(ownHeadline({ ...signIn, category: "non-interactive" })).toBe("Mail stayed signed in");
    const wrong = { ...signIn, status: "failure" as const, errorCode: 50126 };
    expect(ownHeadline(wrong)).toBe("Could not sign in to Mail: wrong password");
    expect(ownOutcome({ ...wrong, errorCode: 987_654 })).toBe("Nobody got in. The error is number 987654.");
    expect(ownOutcome(signIn)).toBeUndefined();
  });

  it("names place and program, as far as they were recorded", () => {
    expect(ownPlace({ city: "Oslo", state: null, country: "NO" })).toBe("Oslo, Norway");
    expect(ownPlace({ city: null, state: null, country: null })).toBeUndefined();
    const client = { app: "Mobile Apps and Desktop clients", userAgent: null, browser: null, os: "Windows 11" };
    expect(ownClient(client)).toBe("An app on Windows 11");
    expect(ownClient({ ...client, browser: "Firefox 128" })).toBe("Firefox 128 on Windows 11");
    expect(ownClient({ ...client, app: null, os: null })).toBeUndefined();
  });

  it("tells the steps without the provider's words where it knows better ones", () => {
    const step = (authenticationMethod: string | null, succeeded: boolean, detail: string | null = null) => ({
      ...{ authenticationMethod, succeeded, authenticationStepResultDetail: detail },
    });
    const steps = [
      step("Password Hash Sync", false, "Wrong password"),
      step("Mobile app notification", true, "MFA completed in Azure AD"),
      step("Previously satisfied", true),
      step("Carrier pigeon", true),
    ];
    expect(ownSteps({ authenticationDetails: steps }).map(({ what, outcome }) => `${what}: ${outcome}`)).toEqual([
      "Your password: Wrong password",
      "Approval in the authenticator app: accepted",
      "Nothing new: an earlier sign-in still counted",
      "Carrier pigeon: accepted",
    ]);
  });

  it("says why it is unusual", () => {
    const location = { city: "Recife", state: null, country: "BR" };
    expect(unusualSentence({ kind: "country" }, { location })).toMatch(/: Brazil\.$/);
    expect(unusualSentence({ kind: "travel", km: 8700, minutes: 84, fromCity: "Oslo" }, { location })).toMatch(
      /km from Oslo, 1 hour later/,
    );
  });
});

it.each([
  [20, "just now"],
  [60, "1 minute ago"],
  [3 * 3600, "3 hours ago"],
  [26 * 3600, "yesterday"],
  [9 * 86_400, "9 days ago"],
])("%i seconds before is %s", (seconds, words) => {
  expect(relativeTime(new Date(NOW.getTime() - seconds * 1000), NOW)).toBe(words);
});
