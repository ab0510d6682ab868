/** What people sign in from. */
export interface DeviceModel {
  kind: "laptop" | "phone" | "private";
  os: string;
  browser: string;
  userAgent: string;
  /** How the organisation knows the device; empty for one it does not know. */
  trustType: "" | "Azure AD joined" | "Hybrid Azure AD joined" | "Azure AD registered";
  weight: number;
}

const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)";
const ANDROID = "Mozilla/5.0 (Linux; Android 15; K)";

type Row = [
  kind: DeviceModel["kind"],
  os: string,
  browser: string,
  userAgent: string,
  trustType: DeviceModel["trustType"],
  weight: number,
];

const ROWS: Row[] = [
  [
    "laptop",
    "Windows 11",
    "Edge 141.0.3537",
    `${WINDOWS} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.3537.71`,
    "Azure AD joined",
    40,
  ],
  [
    "laptop",
    "Windows 11",
    "Chrome 141.0.0",
    `${WINDOWS} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
    "Azure AD joined",
    18,
  ],
  [
    "laptop",
    "Windows 10",
    "Edge 140.0.3485",
    `${WINDOWS} ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.94`,
    "Hybrid Azure AD joined",
    12,
  ],
  [
    "laptop",
    "MacOs",
    "Safari 18.1",
    `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15`,
    "Azure AD registered",
    14,
  ],
  ["laptop", "MacOs", "Chrome 141.0.0", `${MAC} ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`, "Azure AD registered", 8],
  ["laptop", "Linux", "Firefox 144.0", "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "", 5],
  [
    "phone",
    "Ios 18.1",
    "Mobile Safari",
    `${PHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1`,
    "Azure AD registered",
    30,
  ],
  [
    "phone",
    "Android 15",
    "Chrome Mobile 141.0.0",
    `${ANDROID} ${WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36`,
    "Azure AD registered",
    25,
  ],
  ["private", "Windows 10", "Chrome 139.0.0", `${WINDOWS} ${WEBKIT} Chrome/139.0.0.0 Safari/537.36`, "", 10],
  [
    "private",
    "Windows 11",
    "Firefox 144.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "",
    6,
  ],
  [
    "private",
    "MacOs",
    "Safari 17.6",
    `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15`,
    "",
    5,
  ],
];

export const DEVICE_MODELS: readonly DeviceModel[] = ROWS.map(([kind, os, browser, userAgent, trustType, weight]) => ({
  kind,
  os,
  browser,
  userAgent,
  trustType,
  weight,
}));

/** The password guesser's tool does not pretend to be a browser. */
export const GUESSER_USER_AGENT = "python-requests/2.32.3";

/** Old mail programs, as `clientAppUsed` names them. */
export const LEGACY_CLIENTS = ["IMAP4", "POP3", "Authenticated SMTP", "Exchange ActiveSync", "Other clients"] as const;
