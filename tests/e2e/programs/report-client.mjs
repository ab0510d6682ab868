/**
 * A program as a customer writes it, with Microsoft's own libraries: told the server, the tenant and the credentials, and
 * nothing else. Prints what it read as JSON.
 */
import { ClientSecretCredential } from "@azure/identity";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { library, url, tenantId, clientId, clientSecret } = JSON.parse(process.argv[2] ?? "{}");
const { host, hostname } = new URL(url);
const scopes = [`${url}/.default`];

/** By MSAL itself. */
function msalProvider() {
  const identity = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, authority: `${url}/${tenantId}`, knownAuthorities: [host] },
  });
  return {
    getAccessToken: async () => (await identity.acquireTokenByClientCredential({ scopes }))?.accessToken ?? "",
  };
}

function identityProvider() {
  const options = { authorityHost: url, disableInstanceDiscovery: true };
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, options);
  return new TokenCredentialAuthenticationProvider(credential, { scopes });
}

const client = Client.initWithMiddleware({
  baseUrl: url,
  defaultVersion: "beta",
  customHosts: new Set([hostname]),
  authProvider: library === "msal" ? msalProvider() : identityProvider(),
});

const TYPES = ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"];
/** @param {string} type */
const filterOf = (type) => `signInEventTypes/any(t: t eq '${type}')`;

/** @param {{ value: { id: string }[] }} first page @returns {Promise<string[]>} the ids of all, page by page. */
async function idsFrom(first) {
  /** @type {string[]} */
  const ids = [];
  await new PageIterator(client, first, ({ id }) => ids.push(id) > 0).iterate();
  return ids;
}

/** @type {Record<string, string[]>} */
const ids = {};
for (const type of TYPES)
  ids[type] = await idsFrom(await client.api("/auditLogs/signIns").filter(filterOf(type)).top(3).get());

// The first pages of all logs in one request; the batch names addresses as the library writes them.
const addresses = [
  ...TYPES.map((type) => `/beta/auditLogs/signIns?$top=3&$filter=${encodeURIComponent(filterOf(type))}`),
  "/v1.0/auditLogs/directoryAudits?$top=1",
  "/v1.0/auditLogs/signIns?$filter=nobody%20eq%201",
];
const steps = addresses.map((address, index) => ({ id: String(index), request: new Request(url + address) }));
const content = await new BatchRequestContent(steps).getContent();
const answers = new BatchResponseContent(await client.api("/$batch").post(content));
/** @type {Record<string, string[]>} */
const batched = {};
for (const [index, type] of TYPES.entries()) {
  batched[type] = await idsFrom(await answers.getResponseById(String(index)).json());
}
const statuses = steps.map(({ id }) => answers.getResponseById(id).status);

const failed = await client
  .api("/auditLogs/signIns")
  .version("v1.0")
  .filter("status/errorCode eq 50126 and startsWith(userPrincipalName,'ada')")
  .select(["id", "status"])
  .orderby("createdDateTime desc")
  .get();
const single = await client.api("/auditLogs/signIns/servicePrincipal-1").get();
const mistake = await client
  .api("/auditLogs/signIns")
  .filter("nobody eq 1")
  .get()
  .catch((error) => ({ statusCode: error.statusCode, code: error.code }));
console.log(JSON.stringify({ ids, batched, statuses, failed: failed.value, single, mistake }));
