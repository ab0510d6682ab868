/**
 * Programs to copy and run. They are complete: what they need from outside stands in their first lines as environment
 * variables, and tests run them as they are written here.
 */

export interface Example {
  /** Under which name to keep it. */
  file: string;
  title: string;
  /** What it does, and what it needs. */
  about: string;
  language: "shell" | "javascript";
  code: string;
  /** True where what it imports refuses a site without TLS. */
  needsHttps?: true;
}

const TOKEN_WITH_CURL = String.raw`token=$(curl -sSf "$SIGNBOOK_URL/$TENANT/oauth2/v2.0/token" \
  -d grant_type=client_credentials \
  -d "client_id=$CLIENT_ID" \
  --data-urlencode "client_secret=$CLIENT_SECRET" \
  -d "scope=$SIGNBOOK_URL/.default" |
  sed 's/.*"access_token":"\([^"]*\)".*/\1/')`;

export const SEND_WITH_CURL: Example = {
  file: "send.sh",
  title: "Send records with curl",
  about:
    "Needs a client with SignInEvents.Write. Sends a file of records, one a line; sending it again counts nothing twice.",
  language: "shell",
  code: String.raw`#!/bin/sh
# SIGNBOOK_URL, TENANT, CLIENT_ID and CLIENT_SECRET come from the environment; the file is the first argument.
set -eu

${TOKEN_WITH_CURL}

# The same key for the same file: if the answer gets lost, running this again gives it again.
key=$(sha256sum "$1" | cut -c1-64)

gzip -c "$1" | curl -sSf --retry 5 "$SIGNBOOK_URL/ingest/v1/events" \
  -H "Authorization: Bearer $token" \
  -H "Content-Type: application/x-ndjson" \
  -H "Content-Encoding: gzip" \
  -H "Idempotency-Key: $key" \
  --data-binary @-
echo
`,
};

export const READ_WITH_CURL: Example = {
  file: "read.sh",
  title: "Read failed sign-ins with curl",
  about: "Needs a client with AuditLog.Read.All.",
  language: "shell",
  code: String.raw`#!/bin/sh
# SIGNBOOK_URL, TENANT, CLIENT_ID and CLIENT_SECRET come from the environment.
set -eu

${TOKEN_WITH_CURL}

curl -sSf -G "$SIGNBOOK_URL/v1.0/auditLogs/signIns" \
  -H "Authorization: Bearer $token" \
  --data-urlencode '$filter=status/errorCode eq 50126' \
  --data-urlencode '$top=10'
echo
`,
};

export const READ_WITH_GRAPH_CLIENT: Example = {
  file: "read.mjs",
  title: "Read with Microsoft's Graph client library",
  about:
    "Needs a client with AuditLog.Read.All, and @microsoft/microsoft-graph-client from npm. Prints every non-interactive sign-in, page after page.",
  needsHttps: true,
  language: "javascript",
  code: `import { Client, PageIterator } from "@microsoft/microsoft-graph-client";

const { SIGNBOOK_URL, TENANT, CLIENT_ID, CLIENT_SECRET } = process.env;
// Elsewhere the library would leave the token out, and the answer would be 401.
if (!SIGNBOOK_URL?.startsWith("https://")) throw new Error("SIGNBOOK_URL must begin with https://");

async function getToken() {
  const response = await fetch(\`\${SIGNBOOK_URL}/\${TENANT}/oauth2/v2.0/token\`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: \`\${SIGNBOOK_URL}/.default\`,
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error_description);
  return answer.access_token;
}

const client = Client.initWithMiddleware({
  baseUrl: \`\${SIGNBOOK_URL}/\`,
  customHosts: new Set([new URL(SIGNBOOK_URL).hostname]),
  authProvider: { getAccessToken: getToken },
});

const first = await client
  .api("/auditLogs/signIns")
  .version("beta")
  .filter("signInEventTypes/any(t: t eq 'nonInteractiveUser')")
  .top(1000)
  .get();

await new PageIterator(client, first, (signIn) => {
  console.log(signIn.createdDateTime, signIn.userPrincipalName, signIn.appDisplayName, signIn.status.errorCode);
  return true;
}).iterate();
`,
};

export const POLL_HOURLY: Example = {
  file: "poll.mjs",
  title: "Collect the new sign-ins of users, every hour",
  about:
    "Needs a client with AuditLog.Read.All and nothing from npm. Appends each sign-in of a user, interactive or not, that has arrived since the last run to a file, late ones included, and remembers in a second file where to go on. In a crontab: 7 * * * * node poll.mjs",
  language: "javascript",
  code: `import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const { SIGNBOOK_URL, TENANT, CLIENT_ID, CLIENT_SECRET } = process.env;
const OUTPUT = "sign-ins.ndjson";
const STATE = "sign-ins.state";

// In order of arrival a reader misses nothing, however late a record comes in.
const OF_USERS = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')";
const START = \`\${SIGNBOOK_URL}/beta/auditLogs/signIns?\${new URLSearchParams({
  $filter: OF_USERS,
  $orderby: "receivedDateTime asc",
})}\`;

const response = await fetch(\`\${SIGNBOOK_URL}/\${TENANT}/oauth2/v2.0/token\`, {
  method: "POST",
  body: new URLSearchParams({
    grant_type: "client_credentials",
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    scope: \`\${SIGNBOOK_URL}/.default\`,
  }),
});
const token = await response.json();
if (!response.ok) throw new Error(token.error_description);

async function getPage(url) {
  for (;;) {
    const answer = await fetch(url, { headers: { authorization: \`Bearer \${token.access_token}\` } });
    if (answer.ok) return answer.json();
    const seconds = Number(answer.headers.get("retry-after"));
    if (!seconds) throw new Error(\`\${answer.status}: \${await answer.text()}\`);
    await sleep(seconds * 1000);
  }
}

let url = existsSync(STATE) ? readFileSync(STATE, "utf8") : START;
let count = 0;
while (url) {
  const page = await getPage(url);
  appendFileSync(OUTPUT, page.value.map((signIn) => \`\${JSON.stringify(signIn)}\\n\`).join(""));
  count += page.value.length;
  // Remembered after what it stands behind is written: a run that is cut short repeats a page and loses none.
  writeFileSync(\`\${STATE}.new\`, page["@odata.nextLink"] ?? page["@odata.deltaLink"]);
  renameSync(\`\${STATE}.new\`, STATE);
  url = page["@odata.nextLink"];
}
console.log(\`\${count} sign-ins\`);
`,
};

export const EXAMPLES: readonly Example[] = [SEND_WITH_CURL, READ_WITH_CURL, READ_WITH_GRAPH_CLIENT, POLL_HOURLY];
