/** Every kind of sign-in that the generator makes, with its weight inside its log. Each occurs at least once. */

export interface StepTemplate {
  method: string;
  detail: string;
  succeeded: boolean;
  result: string;
  requirement: "Primary authentication" | "Multi-factor authentication";
}

const primary = (method: string, detail: string): StepTemplate => ({
  method,
  detail,
  succeeded: true,
  result: "Accepted",
  requirement: "Primary authentication",
});
const second = (method: string, detail: string, succeeded = true, result = "Accepted"): StepTemplate => ({
  method,
  detail,
  succeeded,
  result,
  requirement: "Multi-factor authentication",
});

const PASSWORD = primary("Password", "Password Hash Sync");
const WRONG_PASSWORD: StepTemplate = { ...PASSWORD, succeeded: false, result: "Wrong password" };

export interface InteractiveKind {
  name: string;
  weight: number;
  errorCode: number;
  steps: readonly StepTemplate[];
  /** Which proof the sign-in had to bring. */
  requirement: "single" | "multi";
  /** Where it happens: password alone only suffices inside the office. */
  network: "office" | "outside" | "any";
  /** What is special about it, beyond steps and code. */
  special?: "deviceSignIn" | "federated" | "legacyMail" | "unknownUser" | "foreignCountry" | "financeOnPrivateDevice";
}

const kind = (
  name: string,
  weight: number,
  errorCode: number,
  steps: readonly StepTemplate[],
  rest: Partial<Pick<InteractiveKind, "requirement" | "network" | "special">> = {},
): InteractiveKind => ({ requirement: "single", network: "any", ...rest, name, weight, errorCode, steps });

export const INTERACTIVE_KINDS: readonly InteractiveKind[] = [
  kind("password", 26, 0, [PASSWORD], { network: "office" }),
  kind("passwordAndSms", 14, 0, [PASSWORD, second("Text message", "+XX XXXXXXX42")], { requirement: "multi" }),
  kind("passwordAndApp", 16, 0, [PASSWORD, second("Mobile app notification", "Phone")], { requirement: "multi" }),
  kind("windowsHello", 16, 0, [primary("Windows Hello for Business", "Face or fingerprint")], {
    requirement: "multi",
    special: "deviceSignIn",
  }),
  kind("adfsSaml", 7, 0, [primary("Password", "Federated")], { network: "office", special: "federated" }),
  kind("securityKey", 4, 0, [primary("Passkey (device-bound)", "Security key")], { requirement: "multi" }),
  kind("qrCode", 1, 0, [primary("QR code pin", "QR code")], { network: "office" }),
  kind("legacyMail", 2, 0, [PASSWORD], { special: "legacyMail" }),
  kind("wrongPassword", 6, 50126, [WRONG_PASSWORD]),
  kind("locked", 0.8, 50053, [WRONG_PASSWORD]),
  kind("disabled", 0.5, 50057, []),
  kind("unknownUser", 0.8, 50034, [], { special: "unknownUser" }),
  kind("blockedByPolicy", 1, 53003, [PASSWORD], { special: "foreignCountry" }),
  kind("notCompliant", 0.7, 53000, [PASSWORD], { network: "outside", special: "financeOnPrivateDevice" }),
  kind(
    "secondFactorDenied",
    0.9,
    500121,
    [PASSWORD, second("Mobile app notification", "Phone", false, "Denied by the person")],
    {
      requirement: "multi",
      network: "outside",
    },
  ),
  kind("notAssigned", 0.4, 50105, [PASSWORD], { network: "office" }),
  kind("secondFactorAsked", 3, 50074, [PASSWORD], { requirement: "multi", network: "outside" }),
  kind("secondFactorByPolicy", 2, 50076, [PASSWORD], { requirement: "multi", network: "outside" }),
  kind("staySignedIn", 2.5, 50140, [PASSWORD], { network: "office" }),
  kind("passwordExpired", 0.5, 50055, [PASSWORD], { network: "office" }),
  kind("consentAsked", 0.5, 65001, [PASSWORD], { network: "office" }),
  kind("registrationAsked", 0.4, 50072, [PASSWORD], { requirement: "multi", network: "outside" }),
  kind("externalCheck", 0.3, 50158, [PASSWORD], { network: "office" }),
];

export interface NonInteractiveKind {
  name: string;
  weight: number;
  errorCode: number;
  protocol: string;
  incomingToken: string;
  /** Which of a person's clients do it. */
  client: "any" | "browser" | "family" | "laptop";
}

const silent = (
  name: string,
  weight: number,
  errorCode: number,
  protocol: string,
  incomingToken: string,
  client: NonInteractiveKind["client"] = "any",
): NonInteractiveKind => ({ name, weight, errorCode, protocol, incomingToken, client });

export const NON_INTERACTIVE_KINDS: readonly NonInteractiveKind[] = [
  silent("refreshToken", 48, 0, "refreshTokenGrant", "refreshToken"),
  silent("authorizationCode", 14, 0, "authorizationCodeWithPkce", "none", "browser"),
  silent("deviceSingleSignOn", 20, 0, "prtBrokerBased", "primaryRefreshToken", "laptop"),
  silent("familyClient", 12, 0, "refreshTokenGrant", "refreshToken", "family"),
  silent("noSession", 1.6, 50058, "oAuth2", "none", "browser"),
  silent("tokenIdle", 1.2, 700082, "refreshTokenGrant", "refreshToken"),
  silent("tokenExpired", 0.6, 70008, "refreshTokenGrant", "refreshToken"),
  silent("grantRevoked", 0.6, 50173, "refreshTokenGrant", "refreshToken"),
  silent("signInFrequency", 1, 70043, "refreshTokenGrant", "refreshToken", "browser"),
  silent("secondFactorTooOld", 0.5, 50078, "refreshTokenGrant", "refreshToken"),
  silent("secondFactorByPolicy", 0.5, 50076, "refreshTokenGrant", "refreshToken"),
];

export interface WorkloadKind {
  name: string;
  weight: number;
  errorCode: number;
  credential: "certificate" | "secret" | "federated" | "any";
}

export const SERVICE_PRINCIPAL_KINDS: readonly WorkloadKind[] = [
  { name: "certificate", weight: 40, errorCode: 0, credential: "certificate" },
  { name: "clientSecret", weight: 46, errorCode: 0, credential: "secret" },
  { name: "federatedCredential", weight: 10, errorCode: 0, credential: "federated" },
  { name: "wrongSecret", weight: 1.4, errorCode: 7000215, credential: "secret" },
  { name: "expiredSecret", weight: 1.6, errorCode: 7000222, credential: "secret" },
  { name: "badSignature", weight: 0.5, errorCode: 700027, credential: "certificate" },
  { name: "unknownResource", weight: 0.4, errorCode: 500011, credential: "any" },
];

export const MANAGED_IDENTITY_KINDS: readonly { name: string; weight: number; errorCode: number }[] = [
  { name: "machineToken", weight: 99, errorCode: 0 },
  { name: "machineUnknownResource", weight: 1, errorCode: 500011 },
];
