/**
 * Who may import whom:  lib/model ← db ← lib/services ← app, jobs/handlers.  Arrows point at what is imported, and
 * nothing points back. Each rule's comment says why it is there.
 */

const { readdirSync, readFileSync } = require("node:fs");
const path = require("node:path");

const PACKAGE = (name) => `(^|node_modules/)${name}(/|$)`;

/** Which files run in the browser is written in them, so they are looked up. */
function clientFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.posix.join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => /^(\s|\/\*[\s\S]*?\*\/|\/\/.*)*["']use client["']/.test(readFileSync(file, "utf8")));
}

const CLIENT_FILES = clientFiles("app").map((file) => `^${file.replace(/[.[\]()]/g, "\\$&")}$`);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment:
        "A cycle means that two things are one, or that a third is missing. Types alone may refer to each other.",
      severity: "error",
      from: { path: "^(app|db|jobs|lib)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "model-imports-nothing-of-ours",
      comment: "The vocabulary is pure data and pure functions, safe in the browser.",
      severity: "error",
      from: { path: "^lib/model/" },
      to: { path: "^(app|db|jobs|lib|tests|proxy)", pathNot: "^lib/model/" },
    },
    {
      name: "model-uses-no-node",
      comment: "lib/model runs in the browser too.",
      severity: "error",
      from: { path: "^lib/model/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "env-and-log-import-nothing-of-ours",
      comment: "Everything may import them.",
      severity: "error",
      from: { path: "^lib/(env|log)\\.ts$" },
      to: { path: "^(app|db|jobs|lib|tests)/" },
    },
    {
      name: "records-imports-model-only",
      comment: "Reading events is pure: no database, no settings.",
      severity: "error",
      from: { path: "^lib/records/" },
      to: { path: "^(app|db|jobs|lib|tests)/", pathNot: "^lib/(records|model)/" },
    },
    {
      name: "odata-imports-model-only",
      comment: "Reading query options is pure: no database, no settings.",
      severity: "error",
      from: { path: "^lib/odata/" },
      to: { path: "^(app|db|jobs|lib|tests)/", pathNot: "^lib/(odata|model)/" },
    },
    {
      name: "db-imports-model-and-env-only",
      comment: "Queries fetch; they decide nothing, so they know no service.",
      severity: "error",
      from: { path: "^db/" },
      to: { path: "^(app|db|jobs|lib|tests)/", pathNot: "^(db/|lib/model/|lib/env\\.ts|lib/log\\.ts)" },
    },
    {
      name: "access-knows-no-door",
      comment: "A scope is minted from what a session, a token or a job proves, however it arrived.",
      severity: "error",
      from: { path: "^lib/access/" },
      to: { path: "^(app|jobs|tests|lib/(web|cli|server))/" },
    },
    {
      name: "services-know-no-door",
      comment: "A page, a job and a command call the same verb. Services may enqueue, and never import a handler.",
      severity: "error",
      from: { path: "^lib/services/" },
      to: { path: "^(app|tests|lib/(web|cli|server))/|^jobs/(?!enqueue|contracts/)" },
    },
    {
      name: "doors-ask-services",
      comment: "A page asks, a service decides, a query fetches: no SQL and no queue in app/ or in lib/web.",
      severity: "error",
      from: { path: "^(app|lib/web)/|^proxy\\.ts$" },
      to: { path: "^(db|jobs|tests|lib/(cli|server))/", pathNot: "^lib/server/(internal-headers|answer-head)\\.ts$" },
    },
    {
      name: "browser-gets-model-only",
      comment: "What a client component imports is sent to everybody. Types are not.",
      severity: "error",
      // Without any client component, a pattern that no path matches.
      from: { path: CLIENT_FILES.length > 0 ? CLIENT_FILES : "^$" },
      to: { path: "^lib/", pathNot: "^lib/model/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "web-glue-below-app",
      comment: "lib/web is used by pages; it does not know them.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^app/" },
    },
    {
      name: "handlers-call-services",
      comment: "A handler parses, calls a service, reports: the work can be called without a queue.",
      severity: "error",
      from: { path: "^jobs/handlers/" },
      to: { path: "^(app|db|tests|lib/(web|cli|server))/" },
    },
    {
      name: "contracts-are-light",
      comment: "Names and payloads are imported everywhere on the server.",
      severity: "error",
      from: { path: "^jobs/contracts/" },
      to: { path: "^(app|db|jobs|lib|tests)/", pathNot: "^(jobs/contracts/|lib/model/)" },
    },
    {
      name: "enqueue-starts-no-worker",
      comment: "A door that enqueues must not start consuming.",
      severity: "error",
      from: { path: "^jobs/enqueue\\.ts$" },
      to: { path: "^jobs/(handlers/|worker\\.ts)" },
    },
    {
      name: "command-line-is-a-door",
      comment: "Programs to start; nothing else imports them. Tests and benchmarks start servers with them.",
      severity: "error",
      from: { path: "^(app|db|jobs|lib|proxy)", pathNot: "^lib/(cli|server)/" },
      to: { path: "^lib/(cli|server)/", pathNot: "^lib/server/(internal-headers|answer-head)\\.ts$" },
    },
    {
      name: "tests-are-imported-by-tests",
      severity: "error",
      from: { pathNot: "^tests/|^vitest\\.config\\.ts$" },
      to: { path: "^tests/" },
    },
    {
      name: "next-at-the-doors-only",
      comment: "Services run in the worker and on the command line, where there is no Next.",
      severity: "error",
      from: { path: "^(db|jobs|lib)/", pathNot: "^lib/(web|server)/" },
      to: { path: [PACKAGE("next"), PACKAGE("next-auth"), PACKAGE("server-only")] },
    },
    {
      name: "bullmq-in-jobs-only",
      comment: "One place decides how the queue works. The migration of its tables, with ours, is the exception.",
      severity: "error",
      from: { path: "^(app|db|lib)/|^proxy\\.ts$", pathNot: "^db/migrate\\.ts$" },
      to: { path: PACKAGE("bullmq") },
    },
    {
      name: "sql-in-db-only",
      comment:
        "Each statement starts with its tenant; outside db/ nobody would look. Making roles and databases of the embedded server is the exception.",
      severity: "error",
      from: { path: "^(app|jobs|lib)/|^proxy\\.ts$", pathNot: "^(lib/cli/embedded-postgres/|jobs/[^/]+\\.ts$)" },
      to: { path: [PACKAGE("drizzle-orm"), PACKAGE("postgres"), PACKAGE("pg")] },
    },
    {
      name: "jobs-use-pg-for-the-queue-only",
      comment: "BullMQ needs a pool of pg; our tables are for db/.",
      severity: "error",
      from: { path: "^jobs/" },
      to: { path: [PACKAGE("drizzle-orm"), PACKAGE("postgres")] },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^@embedded-postgres/" },
    },
    {
      name: "no-undeclared-packages",
      comment: "What is imported stands in package.json; the product runs without devDependencies.",
      severity: "error",
      from: { path: "^(app|db|jobs|lib|proxy)" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.build|next-env\\.d\\.ts)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
    skipAnalysisNotInRules: true,
  },
};
