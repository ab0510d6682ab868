import { describe, expect, it } from "vitest";
import { asVariables, childEnvironment, EnvError, isLoopbackHost, readEnv } from "@/lib/env";

const SECRET = "0123456789abcdef0123456789abcdef";

function problemsOf(source: Record<string, string>, required: Parameters<typeof readEnv>[1] = []) {
  try {
    readEnv(source, required);
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
}

describe("readEnv", () => {
  it("gives the defaults of the contract when nothing is set", () => {
    expect(readEnv({})).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      APP_URL: "http://localhost:3000",
      DATA_DIR: "./.data",
      DATABASE_PORT: 0,
      DEMO: true,
      DEMO_PASSWORD: "signbook-demo",
      EXPORT_RECORD_CAP: 100_000,
      REPORT_RATE_LIMIT: { requests: 5, seconds: 10 },
      TRUST_PROXY: 0,
      OUTBOUND_ALLOW_PRIVATE: false,
    });
  });

  it("cannot be changed afterwards", () => {
    expect(Object.isFrozen(readEnv({}))).toBe(true);
  });

  it("takes an empty or blank value as unset", () => {
    expect(readEnv({ PORT: "", APP_URL: "  ", METRICS_TOKEN: "" })).toMatchObject({ PORT: 3000 });
  });

  it("names every wrong setting at once, with what was found and what is allowed", () => {
    const { message, problems } = problemsOf({ PORT: "70000", TRUST_PROXY: "-1", REPORT_RATE_LIMIT: "5 per second" });
    expect(Object.keys(problems).sort()).toEqual(["PORT", "REPORT_RATE_LIMIT", "TRUST_PROXY"]);
    expect(message).toContain('PORT: found "70000"; allowed: a whole number from 1 to 65535');
    expect(message).toContain("3 settings are wrong");
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "3000.5"],
    ["PORT", "80 000"],
    ["HOST", "a b"],
    ["APP_URL", "signbook.example"],
    ["APP_URL", "https://signbook.example/path"],
    ["APP_URL", "ftp://signbook.example"],
    ["DATABASE_PORT", "65536"],
    ["DATABASE_URL", "mysql://a:b@c/d"],
    ["REDIS_URL", "localhost:6379"],
    ["SMTP_URL", "mail.example"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "a@b.example\nBcc: c@d.example"],
    ["AUTH_SECRET", "short"],
    ["DEMO", "yes"],
    ["DEMO_PASSWORD", "short"],
    ["EXPORT_RECORD_CAP", "0"],
    ["REPORT_RATE_LIMIT", "5/0s"],
    ["TRUST_PROXY", "true"],
    ["OUTBOUND_ALLOW_PRIVATE", "2"],
    ["METRICS_TOKEN", "short"],
  ])("refuses %s=%s by name", (name, value) => {
    expect(Object.keys(problemsOf({ [name]: value }).problems)).toEqual([name]);
  });

  it.each(["DATABASE_URL", "REDIS_URL", "SMTP_URL", "AUTH_SECRET", "METRICS_TOKEN", "DEMO_PASSWORD"])(
    "never shows the value of %s",
    (name) => {
      expect(problemsOf({ [name]: "hunter2" }).message).not.toContain("hunter2");
    },
  );

  it.each(["0.0.0.0", "::", "192.0.2.7", "signbook.example"])(
    "refuses the default demo password when it listens on %s",
    (HOST) => {
      expect(Object.keys(problemsOf({ HOST }).problems)).toEqual(["DEMO_PASSWORD"]);
      expect(Object.keys(problemsOf({ HOST, DEMO_PASSWORD: "signbook-demo" }).problems)).toEqual(["DEMO_PASSWORD"]);
      expect(readEnv({ HOST, DEMO_PASSWORD: "another one" }).DEMO).toBe(true);
      expect(readEnv({ HOST, DEMO: "0" }).DEMO).toBe(false);
    },
  );

  it("allows another host with the default password where no demo is loaded, as with a database of one's own", () => {
    const own = { HOST: "0.0.0.0", DATABASE_URL: "postgres://a:b@c/d" };
    expect(readEnv(own).DEMO).toBe(false);
    expect(Object.keys(problemsOf({ ...own, DEMO: "1" }).problems)).toEqual(["DEMO_PASSWORD"]);
  });

  it("loads the demo into a database of one's own only when told to", () => {
    expect(readEnv({ DATABASE_URL: "postgres://a:b@c/d" }).DEMO).toBe(false);
    expect(readEnv({ DATABASE_URL: "postgres://a:b@c/d", DEMO: "1" }).DEMO).toBe(true);
  });

  it.each([
    [{}, "http://localhost:3000"],
    [{ HOST: "::1", PORT: "81" }, "http://localhost:81"],
    [{ HOST: "0.0.0.0", DEMO: "0" }, "http://localhost:3000"],
    [{ HOST: "192.0.2.7", DEMO: "0" }, "http://192.0.2.7:3000"],
    [{ HOST: "2001:db8::7", DEMO: "0" }, "http://[2001:db8::7]:3000"],
    [{ APP_URL: "https://Signbook.example/" }, "https://signbook.example"],
  ])("derives the address that people open from %j", (source, expected) => {
    expect(readEnv(source).APP_URL).toBe(expected);
  });

  it("names what a program needs although it is optional for others", () => {
    const { problems } = problemsOf({ DATABASE_URL: "postgres://a:b@c/d" }, ["DATABASE_URL", "DATABASE_OWNER_URL"]);
    expect(Object.keys(problems)).toEqual(["DATABASE_OWNER_URL"]);
  });

  it("wants the storage's settings together", () => {
    const { problems } = problemsOf({ S3_ENDPOINT: "https://s3.example", S3_BUCKET: "bundles" });
    expect(Object.keys(problems).sort()).toEqual(["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"]);
  });

  it("does not take an owner's connection without the application's", () => {
    expect(Object.keys(problemsOf({ DATABASE_OWNER_URL: "postgres://a:b@c/d" }).problems)).toEqual(["DATABASE_URL"]);
  });
});

describe("asVariables", () => {
  it("gives a started process exactly the same settings", () => {
    const source = {
      HOST: "192.0.2.7",
      PORT: "8080",
      DEMO: "0",
      AUTH_SECRET: SECRET,
      REPORT_RATE_LIMIT: "100/60s",
      TRUST_PROXY: "2",
      OUTBOUND_ALLOW_PRIVATE: "1",
      APP_URL: "https://signbook.example",
    };
    expect(readEnv(asVariables(readEnv(source)))).toEqual(readEnv(source));
  });
});

describe("childEnvironment", () => {
  it("passes the machine's variables on, but none of our settings that were not given", () => {
    process.env.DATABASE_OWNER_URL = "postgres://owner:secret@host/database";
    process.env.PGPORT = "1";
    try {
      const variables = childEnvironment({ PORT: "3001", HOST: undefined });
      expect(variables).toMatchObject({ PATH: process.env.PATH, PORT: "3001", NEXT_TELEMETRY_DISABLED: "1" });
      for (const name of ["DATABASE_OWNER_URL", "PGPORT", "HOST", "LANG"]) expect(variables).not.toHaveProperty(name);
    } finally {
      delete process.env.DATABASE_OWNER_URL;
      delete process.env.PGPORT;
    }
  });
});

describe("isLoopbackHost", () => {
  it.each([
    ["127.0.0.1", true],
    ["127.8.0.1", true],
    ["localhost", true],
    ["::1", true],
    ["0.0.0.0", false],
    ["127.0.0.1.example", false],
    ["::", false],
    ["10.0.0.1", false],
  ])("%s → %s", (host, expected) => {
    expect(isLoopbackHost(host)).toBe(expected);
  });
});
