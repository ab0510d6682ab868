import type { ErrorClassDefinition } from "./error-class";

export const session: ErrorClassDefinition = {
  label: "Session",
  about: "The browser or client had no session that could be continued.",
  searchWords: "cookie sso",
  actor: "user",
  remedy:
    "Start again from the application rather than from a bookmark or an old tab; if it returns, close the browser and try once more.",
  codes: {
    50058: {
      name: "UserInformationNotProvided",
      reason: "no session to continue",
      explanation:
        "The application asked for a silent sign-in, but there was no session yet. A visible one usually follows.",
    },
    50132: {
      name: "SsoArtifactInvalidOrExpired",
      reason: "session ended",
      explanation: "The session ended because the password expired or was changed.",
    },
    50133: {
      name: "SsoArtifactRevoked",
      reason: "session revoked",
      explanation: "The session was revoked after the password expired or was changed.",
    },
    50140: {
      name: "KmsiInterrupt",
      reason: "asked whether to stay signed in",
      explanation: "The person was shown the question whether to stay signed in. An ordinary step.",
    },
    50173: {
      reason: "grant revoked",
      explanation: "What the client held is no longer valid, usually because the password has changed since.",
    },
    50199: {
      name: "CmsiInterrupt",
      reason: "asked to confirm the application",
      explanation: "The person was asked whether they trust the application.",
    },
    70016: {
      name: "AuthorizationPending",
      reason: "waiting for the device code",
      explanation: "The code shown on the device had not been confirmed yet. The client keeps asking.",
    },
  },
};
