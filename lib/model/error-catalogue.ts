/**
 * What the commonest error codes of sign-ins mean, in our own words. `short` continues a sentence ("Failed: wrong
 * password") and fits a table cell; `explanation` is for the details pane and the hover text.
 */
export interface ErrorExplanation {
  short: string;
  explanation: string;
}

const CATALOGUE: Readonly<Record<number, ErrorExplanation>> = {
  16000: {
    short: "account has no place in this directory",
    explanation: "The account belongs to another directory and must be chosen again or invited here first.",
  },
  16003: {
    short: "account not in the resource's tenant",
    explanation: "The account was never added to the tenant that owns the resource, so another one had to be chosen.",
  },
  50034: {
    short: "unknown user",
    explanation: "No account of that name exists in the directory; often a typing mistake, or somebody guessing names.",
  },
  50053: {
    short: "account locked",
    explanation: "Too many wrong attempts, or an address known for attacks: the account is locked for a while.",
  },
  50055: { short: "password expired", explanation: "The password was right but too old; a new one had to be chosen." },
  50056: {
    short: "no password stored",
    explanation: "The directory holds no password for this account, so none could be right.",
  },
  50057: { short: "account disabled", explanation: "An administrator has disabled this account." },
  50058: {
    short: "no session to continue",
    explanation:
      "The application asked for a silent sign-in, but there was no session yet. A visible one usually follows.",
  },
  50059: {
    short: "tenant not recognisable",
    explanation: "Neither the request nor the user name said which organisation was meant.",
  },
  50072: {
    short: "second factor not yet set up",
    explanation: "A second factor is required and this person was asked to set one up.",
  },
  50074: {
    short: "second factor asked for",
    explanation: "The password was accepted; the second factor was asked for and not completed in this step.",
  },
  50076: {
    short: "second factor asked for",
    explanation: "A policy or an unfamiliar place made a second factor necessary; the person was sent on to give it.",
  },
  50079: {
    short: "second factor not yet set up",
    explanation: "A policy requires a second factor and this person has to enrol one.",
  },
  50097: { short: "device proof asked for", explanation: "The device had to identify itself before going on." },
  50105: {
    short: "not assigned to the application",
    explanation: "The application is open only to assigned people and groups, and this person is not among them.",
  },
  50125: {
    short: "asked to register for password reset",
    explanation: "The person was sent to register how to reset the password later.",
  },
  50126: {
    short: "wrong password",
    explanation: "The user name or the password was wrong. Many of these from one address point to guessing.",
  },
  50127: {
    short: "broker app missing",
    explanation: "The device needs its organisation's broker application before it can go on.",
  },
  50129: { short: "device not registered", explanation: "Only a device that is registered may go on." },
  50131: {
    short: "stopped by Conditional Access",
    explanation: "A policy, the state of the device or an unusual request stopped the sign-in.",
  },
  50132: { short: "session ended", explanation: "The session ended because the password expired or was changed." },
  50133: {
    short: "session revoked",
    explanation: "The session was revoked after the password expired or was changed.",
  },
  50140: {
    short: "asked whether to stay signed in",
    explanation: "The person was shown the question whether to stay signed in. An ordinary step.",
  },
  50142: { short: "password change demanded", explanation: "A policy demanded a new password because of risk." },
  50144: {
    short: "on-premises password expired",
    explanation: "The password of the on-premises directory has expired and must be changed there.",
  },
  50155: { short: "device not accepted", explanation: "The device could not prove who it is." },
  50158: {
    short: "sent on to an external check",
    explanation: "The person was sent to another check, such as terms of use or a partner's second factor.",
  },
  50168: {
    short: "no token from the device's single sign-on",
    explanation: "The browser could not get single sign-on from the device, and a visible sign-in followed.",
  },
  50173: {
    short: "grant revoked",
    explanation: "What the client held is no longer valid, usually because the password has changed since.",
  },
  50199: {
    short: "asked to confirm the application",
    explanation: "The person was asked whether they trust the application.",
  },
  51006: {
    short: "integrated sign-in asked for again",
    explanation: "The session had not come from integrated sign-in, which was required, so it had to be repeated.",
  },
  53000: {
    short: "device not compliant",
    explanation: "A policy admits only devices that meet the organisation's rules, and this one does not.",
  },
  53001: {
    short: "device not joined",
    explanation: "A policy admits only devices that are joined to the organisation.",
  },
  53002: {
    short: "application not approved",
    explanation: "A policy admits only approved client applications, and this one is not on the list.",
  },
  53003: {
    short: "blocked by Conditional Access",
    explanation: "A policy blocked the sign-in. The Conditional Access tab names it.",
  },
  53004: {
    short: "second factor needed before enrolling",
    explanation: "Because of risk, new security details could not be registered from here.",
  },
  65001: {
    short: "consent missing",
    explanation: "Neither the person nor an administrator has agreed to what the application asks for.",
  },
  65004: { short: "consent declined", explanation: "The person was asked for consent and said no." },
  70008: { short: "grant expired", explanation: "What the client held was not used for too long and has expired." },
  70016: {
    short: "waiting for the device code",
    explanation: "The code shown on the device had not been confirmed yet. The client keeps asking.",
  },
  70043: {
    short: "sign-in too long ago",
    explanation: "A policy limits how long a sign-in lasts, and that time was over.",
  },
  80012: {
    short: "outside permitted hours",
    explanation: "The on-premises directory does not allow a sign-in at this hour.",
  },
  81010: {
    short: "Kerberos ticket not valid",
    explanation: "The ticket for desktop single sign-on had expired or could not be read.",
  },
  90095: {
    short: "administrator's approval asked for",
    explanation: "The application needs an administrator's consent; the person was sent to request it.",
  },
  500011: {
    short: "resource unknown in this tenant",
    explanation: "The resource asked for is not installed in this tenant.",
  },
  500121: {
    short: "second factor not completed",
    explanation: "The second factor was refused, ran out of time or went wrong.",
  },
  530032: {
    short: "blocked by a security policy",
    explanation: "A security policy of the whole tenant blocked the sign-in.",
  },
  530035: {
    short: "blocked by security defaults",
    explanation: "The tenant's security defaults blocked it; often a client with an outdated sign-in method.",
  },
  700016: {
    short: "application unknown in this tenant",
    explanation: "No application of that ID is installed in this tenant.",
  },
  700027: {
    short: "certificate not accepted",
    explanation: "The application's signature does not fit any certificate registered for it.",
  },
  700082: {
    short: "refresh token expired",
    explanation: "The refresh token was not used for too long and has expired.",
  },
  1000002: {
    short: "account linked",
    explanation: "The account was linked; the person had to be told before going on.",
  },
  7000112: {
    short: "application disabled",
    explanation: "Sign-ins of this application are switched off in the tenant.",
  },
  7000215: {
    short: "wrong client secret",
    explanation: "The secret that the application sent is not one registered for it.",
  },
  7000222: {
    short: "client secret expired",
    explanation: "The application's secret has expired and must be replaced.",
  },
};

/** What we know about an error code, or undefined. */
export function explainErrorCode(code: number): ErrorExplanation | undefined {
  return Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code] : undefined;
}

/** A few words for a table cell or a sentence; `error 12345` where the code is not in the catalogue. */
export function shortReason(code: number): string {
  return explainErrorCode(code)?.short ?? `error ${code}`;
}
