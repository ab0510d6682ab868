import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { EXAMPLES } from "@/lib/api-docs/examples";
import { openApiDocument } from "@/lib/api-docs/openapi";

describe("the description of the API", () => {
  it("is valid OpenAPI 3.1 as it goes over the wire, with every reference leading somewhere", async () => {
    const document = JSON.parse(JSON.stringify(openApiDocument()));
    const validator = new Validator();
    expect(await validator.validate(document)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const defined = Object.keys(document.components.schemas);
    expect(references.length).toBeGreaterThan(20);
    expect(references.map(([, name]) => name).filter((name) => !defined.includes(name!))).toEqual([]);
  });

  it("names each operation once", () => {
    const paths = Object.values(openApiDocument().paths as Record<string, Record<string, { operationId: string }>>);
    const ids = paths.flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the examples", () => {
  it.each(EXAMPLES.map((example) => [example.file, example] as const))(
    "%s can be read by what runs it",
    (_, example) => {
      const folder = mkdtempSync(path.join(tmpdir(), "example-"));
      try {
        const file = path.join(folder, example.file);
        writeFileSync(file, example.code);
        const [command, ...options] = example.language === "shell" ? ["sh", "-n"] : [process.execPath, "--check"];
        const { status, stderr } = spawnSync(command!, [...options, file], { encoding: "utf8" });
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
