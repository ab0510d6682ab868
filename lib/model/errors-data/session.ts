import type { ErrorClassDefinition } from "./error-class";

export const session: ErrorClassDefinition = {
  label: "Session",
  about: "The browser or client had no session that could be continued.",
  searchWords: "cookie sso",
  actor: "user",
  remedy:
    "Start again from the application rather than from a bookmark or an old tab; if it returns, close the browser and try once more.",
  codes: {
    16001: {
      name: "UserAccountSelectionInvalid",
      reason: "account no longer selectable",
      explanation: "The account that was picked could no longer be used in this sign-in.",
      actor: "user",
      remedy: "Reload the page and choose the account again, or choose to use another account.",
    },
    16002: {
      name: "AppSessionSelectionInvalid",
      reason: "requested session does not match",
      explanation: "The session that the application asked for is not the one in the browser.",
    },
    50058: {
      name: "UserInformationNotProvided",
      reason: "no session to continue",
      explanation:
        "The application asked for a silent sign-in, and there was no session yet; a visible sign-in usually follows.",
      actor: "nobody",
      remedy:
        "Nothing has to be done when a successful sign-in follows. If none does, an administrator should check that browsers accept the sign-in page’s cookies, and that the application falls back to a visible sign-in.",
    },
    50061: {
      name: "SignoutInvalidRequest",
      reason: "sign-out request not valid",
      explanation: "The request to sign out was malformed.",
      actor: "applicationOwner",
      remedy:
        "Build the sign-out request with an up-to-date library, and compare it with the application’s single sign-out settings.",
    },
    50068: {
      name: "SignoutInitiatorNotParticipant",
      reason: "sign-out from outside the session",
      explanation: "The application that asked for the sign-out has no part in the session.",
      actor: "applicationOwner",
      remedy: "Have the application ask for a sign-out only in the browser session in which it signed the person in.",
    },
    50070: {
      name: "SignoutUnknownSessionIdentifier",
      reason: "sign-out of an unknown session",
      explanation: "The request to sign out names a session that is not known.",
      actor: "applicationOwner",
      remedy:
        "Have the application send the session index that it received at sign-in; a session that has already ended needs no sign-out.",
    },
    50071: {
      name: "SignoutMessageExpired",
      reason: "sign-out request too old",
      explanation: "The request to sign out arrived after its time.",
      actor: "applicationOwner",
      remedy: "Set the clock of the application’s server right, and send the request as soon as it is made.",
    },
    50085: {
      reason: "sign-in with the social account needed",
      explanation: "The refresh token can be renewed only after a new sign-in at the social identity provider.",
      actor: "user",
      remedy: "Sign in again with the social account.",
    },
    50089: {
      reason: "sign-in took too long",
      explanation: "The step of the sign-in had expired before it was completed.",
      actor: "user",
      remedy: "Start the sign-in again from the application, and finish it without a long break.",
    },
    50132: {
      name: "SsoArtifactInvalidOrExpired",
      reason: "session ended",
      explanation: "The session is over because the password expired or was changed.",
      actor: "user",
      remedy: "Sign in again with the current password.",
    },
    50133: {
      name: "SsoArtifactRevoked",
      reason: "session revoked",
      explanation: "The session was revoked because the password expired or was changed.",
      actor: "user",
      remedy:
        "Sign in again with the current password. If nobody changed it on purpose, an administrator should look at the account’s recent sign-ins.",
    },
    50136: {
      name: "RedirectMsaSessionToApp",
      reason: "personal account’s session used",
      explanation:
        "The browser held exactly one session of a personal account, and the application was given that one.",
      actor: "nobody",
      remedy: "Nothing has to be done. If another account was meant, sign out of the personal one and start again.",
    },
    50139: {
      name: "SessionMissingMsaOAuth2RefreshToken",
      reason: "external account’s session incomplete",
      explanation: "The session lacks the refresh token of the external account.",
      actor: "user",
      remedy: "Sign out, then sign in again with the external account.",
    },
    50140: {
      name: "KmsiInterrupt",
      reason: "asked whether to stay signed in",
      explanation: "The person was shown the question whether to stay signed in: an ordinary step.",
      actor: "nobody",
      remedy:
        "Nothing has to be done; the sign-in goes on with the answer. Sign-ins that always end here come from closed windows, or from a client that cannot show the question.",
    },
    50143: {
      reason: "session of another tenant",
      explanation: "The session belongs to another tenant than the one that the application’s domain hint names.",
      actor: "user",
      remedy:
        "Sign out or open a private window, and sign in with an account of the tenant that the application asks for.",
    },
    50157: {
      reason: "sent on to another place",
      explanation: "The sign-in was routed on to the place that serves the account.",
      actor: "nobody",
      remedy: "Nothing has to be done; the sign-in goes on there.",
    },
    50173: {
      reason: "grant revoked",
      explanation: "What the client held was revoked, usually because the password was changed or reset.",
      actor: "user",
      remedy:
        "Sign in again, and the client gets a new grant. If nobody changed the password on purpose, an administrator should find out who did.",
    },
    50199: {
      name: "CmsiInterrupt",
      reason: "asked to confirm the application",
      explanation:
        "The person was asked whether they meant to sign in to this application: an ordinary step, mostly for applications on a device.",
      actor: "user",
      remedy:
        "Confirm if you opened the application yourself, and refuse if you did not; the sign-in goes on with the answer.",
    },
    70016: {
      name: "AuthorizationPending",
      reason: "waiting for the device code",
      explanation: "The code shown on the device has not been confirmed yet, and the client keeps asking.",
      actor: "user",
      remedy:
        "Enter the device’s code in a browser and sign in there. Never enter a code that somebody sent you: it would sign in their device.",
    },
    70019: {
      name: "CodeExpired",
      reason: "device code expired",
      explanation: "The code shown on the device was not confirmed in time.",
      actor: "user",
      remedy: "Start the sign-in on the device again, and enter the new code.",
    },
    70046: {
      reason: "session expired",
      explanation: "The session has expired, or the check whether it may go on failed.",
      actor: "user",
      remedy: "Sign in again.",
    },
    140001: {
      name: "InvalidSessionKey",
      reason: "session key not valid",
      explanation: "The key that belongs to the session was not valid.",
    },
    160021: {
      name: "AppSessionSelectionInvalidSessionNotExist",
      reason: "requested session does not exist",
      explanation: "The application asked for a session that is not in the browser.",
      actor: "user",
      remedy: "Start a new sign-in from the application; if it fails again, use a private window without old sessions.",
    },
  },
};
