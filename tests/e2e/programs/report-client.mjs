/**
 * A program as a customer writes it, with Microsoft's own libraries: told the server, the tenant and the credentials, and
 * nothing else. Prints what it read as JSON.
 */
import { ConfidentialClientApplication } from "@azure/msal-node";
import { Client, PageIterator } from "@microsoft/microsoft-graph-client";

const { url, tenantId, clientId, clientSecret } = JSON.parse(process.argv[2] ?? "{}");
const { host, hostname } = new URL(url);

const identity = new ConfidentialClientApplication({
  auth: { clientId, clientSecret, authority: `${url}/${tenantId}`, knownAuthorities: [host] },
});
const client = Client.init({
  baseUrl: url,
  defaultVersion: "beta",
  customHosts: new Set([hostname]),
  authProvider: (done) => {
    identity
      .acquireTokenByClientCredential({ scopes: [`${url}/.default`] })
      .then((result) => done(null, result?.accessToken ?? null))
      .catch((error) => done(error, null));
  },
});

/** @param {string} type of sign-in @returns {Promise<string[]>} their ids, page by page. */
async function idsOf(type) {
  /** @type {string[]} */
  const ids = [];
  const first = await client.api("/auditLogs/signIns").filter(`signInEventTypes/any(t: t eq '${type}')`).top(3).get();
  const iterator = new PageIterator(client, first, (/** @type {{ id: string }} */ { id }) => ids.push(id) > 0);
  await iterator.iterate();
  return ids;
}

const ids = {
  interactiveUser: await idsOf("interactiveUser"),
  nonInteractiveUser: await idsOf("nonInteractiveUser"),
  servicePrincipal: await idsOf("servicePrincipal"),
  managedIdentity: await idsOf("managedIdentity"),
};
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
console.log(JSON.stringify({ ids, failed: failed.value, single, mistake }));
