/** The description of the APIs for programs, in OpenAPI 3.1, made of the schemas that their answers are held against. */
import { z } from "zod";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";
import * as schemas from "./schemas";

const NAMES = {
  IngestError: schemas.ingestError,
  IngestAnswer: schemas.ingestAnswer,
  ApiError: schemas.apiError,
  TokenRequest: schemas.tokenRequest,
  TokenAnswer: schemas.tokenAnswer,
  TokenError: schemas.tokenError,
  SignIn: schemas.signIn,
  DirectoryAudit: schemas.directoryAudit,
  ProvisioningRecord: schemas.provisioningRecord,
  Envelope: schemas.envelope,
  IncomingRecord: schemas.incomingRecord,
  IncomingBody: schemas.incomingBody,
  SignInPage: schemas.signInPage,
  DirectoryAuditPage: schemas.directoryAuditPage,
  ProvisioningPage: schemas.provisioningPage,
  ReportedSignIn: schemas.reportedSignIn,
  ReportedAudit: schemas.reportedAudit,
  ReportedProvisioning: schemas.reportedProvisioning,
  SummarizedSignIn: schemas.summarizedSignIn,
  SummaryPage: schemas.summaryPage,
  ConfirmRequest: schemas.confirmRequest,
  BatchRequest: schemas.batchRequest,
  BatchAnswer: schemas.batchAnswer,
};
type SchemaName = keyof typeof NAMES;

const ref = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: SchemaName) => ({ "application/json": { schema: ref(name) } });
const RETRY_AFTER = { "retry-after": { description: "Seconds to wait.", schema: { type: "integer" } } };

function refusals(...statuses: (keyof typeof REFUSALS)[]) {
  return Object.fromEntries(
    statuses.map((status) => {
      const headers = status === 429 || status === 503 ? { headers: RETRY_AFTER } : {};
      return [status, { description: REFUSALS[status], ...headers, content: json("ApiError") }];
    }),
  );
}

const REFUSALS = {
  400: "The request cannot be understood; the message names what and where.",
  401: "No token, or one that is not valid.",
  403: "The client lacks the permission, or the tenant the license.",
  404: "There is no such record in the tenant, inside what its license keeps.",
  413: "More than 64 MiB, unpacked.",
  415: "Another content type or encoding than is understood.",
  429: "Too much at once. Come again after the time given.",
  503: "A part is not reachable. Come again after the time given.",
  504: "The question takes too long. Narrow the time with createdDateTime.",
} as const;

function schemaComponents(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMES)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: "input" });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}

const INGEST = {
  post: {
    operationId: "sendRecords",
    summary: "Send sign-ins, audits and provisioning records",
    description:
      "Answers after everything is stored. Sending the same records again counts nothing twice. The tenant is the token's; a record that names another is rejected.",
    tags: ["Ingest"],
    security: [{ token: ["SignInEvents.Write"] }],
    parameters: [
      {
        name: "Idempotency-Key",
        in: "header",
        description:
          "Up to 255 visible ASCII characters. The same key with the same body within 24 hours gets the first answer again.",
        schema: { type: "string", maxLength: 255 },
      },
      {
        name: "Content-Encoding",
        in: "header",
        description: "`gzip` for a packed body.",
        schema: { type: "string", enum: ["gzip"] },
      },
    ],
    requestBody: {
      required: true,
      content: {
        ...json("IncomingBody"),
        "application/x-ndjson": { schema: { type: "string", description: "One record a line." } },
      },
    },
    responses: {
      200: {
        description: "What became of each record.",
        headers: {
          "idempotency-replayed": {
            description: "`true` where this is the answer to an earlier request with the same key.",
            schema: { type: "string" },
          },
        },
        content: json("IngestAnswer"),
      },
      ...refusals(400, 401, 403, 413, 415, 429, 503),
      409: {
        description: "A request with this Idempotency-Key is under way.",
        headers: RETRY_AFTER,
        content: json("ApiError"),
      },
      422: {
        description: "This Idempotency-Key was used for another body within the last 24 hours.",
        content: json("ApiError"),
      },
    },
  },
};

const TOKEN = {
  post: {
    operationId: "getToken",
    summary: "Get an access token",
    description: "Client id and secret in the form or in an Authorization header (HTTP basic), not both.",
    tags: ["Tokens"],
    security: [],
    parameters: [
      {
        name: "tenant",
        in: "path",
        required: true,
        description: "The tenant's id or its short name.",
        schema: { type: "string" },
      },
    ],
    requestBody: {
      required: true,
      content: { "application/x-www-form-urlencoded": { schema: ref("TokenRequest") } },
    },
    responses: {
      200: { description: "A token for about an hour.", content: json("TokenAnswer") },
      ...Object.fromEntries(
        [
          [400, "The form is not right."],
          [401, "The client, its secret or the tenant is not right."],
          [429, "Too many token requests: keep a token for its hour."],
          [503, "A part is not reachable."],
        ].map(([status, description]) => [status, { description, content: json("TokenError") }]),
      ),
    },
  },
};

const query = (name: string, description: string, schema: object) => ({ name, in: "query", description, schema });

const LIST_PARAMETERS = [
  query("$filter", "Conditions, joined by `and` and `or`.", { type: "string" }),
  query("$top", "Records on a page.", { type: "integer", minimum: 1, maximum: 1000, default: 1000 }),
  query("$orderby", "A time, `asc` or `desc`; newest first unless told otherwise.", { type: "string" }),
  query("$select", "Properties to give, separated by commas.", { type: "string" }),
  query("$count", "Also tell how many records match.", { type: "boolean" }),
  query("$skiptoken", "Part of `@odata.nextLink`; never made by a client.", { type: "string" }),
];
const VERSION = {
  name: "version",
  in: "path",
  required: true,
  description: "`v1.0` knows interactive sign-ins only; `beta` all of them, by `signInEventTypes`.",
  schema: { type: "string", enum: ["v1.0", "beta"] },
};

function list(name: string, summary: string, page: SchemaName) {
  return {
    get: {
      operationId: `list${name}`,
      summary,
      tags: ["Reports"],
      security: [{ token: ["AuditLog.Read.All"] }],
      parameters: [VERSION, ...LIST_PARAMETERS],
      responses: {
        200: { description: "A page; follow `@odata.nextLink` to the end.", content: json(page) },
        ...refusals(400, 401, 403, 429, 503, 504),
      },
    },
  };
}

function single(name: string, summary: string, record: SchemaName) {
  return {
    get: {
      operationId: `get${name}`,
      summary,
      tags: ["Reports"],
      security: [{ token: ["AuditLog.Read.All"] }],
      parameters: [
        VERSION,
        { name: "id", in: "path", required: true, schema: { type: "string" } },
        query("$select", "Properties to give, separated by commas.", { type: "string" }),
      ],
      responses: {
        200: { description: "The record.", content: json(record) },
        ...refusals(400, 401, 403, 404, 429, 503),
      },
    },
  };
}

const SUMMARIES = {
  NonInteractiveSignIns: "non-interactive sign-ins that are the same but for time",
  ServicePrincipalSignIns: "service principal sign-ins that are the same but for time",
  MSISignIns: "managed identity sign-ins that are the same but for time",
};

/** The three functions of beta that count sign-ins of one log. */
function summary(log: string, of: string) {
  return {
    get: {
      operationId: `summarize${log}`,
      summary: `Count ${of}`,
      tags: ["Reports"],
      security: [{ token: ["AuditLog.Read.All"] }],
      parameters: [
        {
          ...{ name: "window", in: "path", required: true, schema: { type: "string", enum: ["h1", "h6", "d1"] } },
          description: "An hour, six hours or a day.",
        },
        ...LIST_PARAMETERS.filter(({ name }) => !["$orderby", "$count"].includes(name)),
      ],
      responses: {
        200: { description: "A page; follow `@odata.nextLink` to the end.", content: json("SummaryPage") },
        ...refusals(400, 401, 403, 404, 429, 503, 504),
      },
    },
  };
}

function confirm(verdict: "Compromised" | "Safe") {
  return {
    post: {
      operationId: `confirm${verdict}`,
      summary: `Mark sign-ins as ${verdict.toLowerCase()}`,
      tags: ["Reports"],
      security: [{ token: ["AuditLog.Read.All", "IdentityRiskEvent.ReadWrite.All"] }],
      parameters: [VERSION],
      requestBody: { required: true, content: json("ConfirmRequest") },
      responses: { 204: { description: "All of them are marked." }, ...refusals(400, 401, 403, 404, 429, 503) },
    },
  };
}

const BATCH = {
  post: {
    operationId: "batch",
    summary: "Send up to 20 requests in one",
    description:
      "Each is authorised, counted against the rate limit and answered like a request of its own. A request waits for those in `dependsOn`.",
    tags: ["Reports"],
    security: [{ token: ["AuditLog.Read.All"] }],
    parameters: [VERSION],
    requestBody: { required: true, content: json("BatchRequest") },
    responses: {
      200: { description: "An answer to each, with its own status.", content: json("BatchAnswer") },
      ...refusals(400, 401, 429, 503),
    },
  },
};

/** The whole document. */
export function openApiDocument(): Record<string, unknown> {
  return {
    openapi: "3.1.0",
    info: {
      title: "Signbook for programs",
      version: "1.0.0",
      description:
        "Sending records, and reading them in the dialect of Microsoft Graph's audit-log reports: Graph's own client libraries work when they are pointed at this server.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: [{ name: "Tokens" }, { name: "Ingest" }, { name: "Reports" }],
    paths: {
      "/{tenant}/oauth2/v2.0/token": TOKEN,
      "/ingest/v1/events": INGEST,
      "/{version}/auditLogs/signIns": list("SignIns", "List sign-ins", "SignInPage"),
      "/{version}/auditLogs/signIns/{id}": single("SignIn", "Get a sign-in", "ReportedSignIn"),
      "/{version}/auditLogs/signIns/confirmCompromised": confirm("Compromised"),
      "/{version}/auditLogs/signIns/confirmSafe": confirm("Safe"),
      ...Object.fromEntries(
        Object.entries(SUMMARIES).map(([log, of]) => [
          `/beta/auditLogs/getSummarized${log}(aggregationWindow='{window}')`,
          summary(log, of),
        ]),
      ),
      "/{version}/auditLogs/directoryAudits": list("DirectoryAudits", "List audits", "DirectoryAuditPage"),
      "/{version}/auditLogs/directoryAudits/{id}": single("DirectoryAudit", "Get an audit", "ReportedAudit"),
      "/{version}/auditLogs/provisioning": list("Provisioning", "List provisioning records", "ProvisioningPage"),
      "/{version}/auditLogs/provisioning/{id}": single(
        "ProvisioningRecord",
        "Get a provisioning record",
        "ReportedProvisioning",
      ),
      "/{version}/$batch": BATCH,
    },
    components: {
      schemas: schemaComponents(),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: `An access token from /{tenant}/oauth2/v2.0/token. What it allows is given to the client: ${CLIENT_PERMISSIONS.join(", ")}.`,
        },
      },
    },
  };
}
