import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { readFileRecords } from "@/lib/records/read-file";
import { fixturePath, readAll, readUntilError, rejectionOf, valueIn } from "./fixtures";

const folder = mkdtempSync(path.join(tmpdir(), "signbook-records-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

const CSV =
  'TimeGenerated,Category,UserPrincipalName,Note\n2031-01-01T00:00:00Z,SignInLogs,ada@acorn.example,"a ""b"",\nc"\n';
const ROW = {
  TimeGenerated: "2031-01-01T00:00:00Z",
  Category: "SignInLogs",
  UserPrincipalName: "ada@acorn.example",
  Note: 'a "b",\nc',
};

describe("readFileRecords", () => {
  it.each([
    ["NDJSON in a file called csv", "a.csv", '{"id":"1"}\n{"id":"2"}\n', [{ id: "1" }, { id: "2" }]],
    ["a list in a file without an ending", "b", '[{"id":"1"}]', [{ id: "1" }]],
    ["CSV in a file called json", "c.json", CSV, [ROW]],
    ["CSV with a byte order mark", "d.csv", `\uFEFF${CSV}`, [ROW]],
    ["CSV with CRLF", "e.csv", CSV.replaceAll("\n", "\r\n"), [{ ...ROW, Note: 'a "b",\r\nc' }]],
    ["gzipped CSV in a file called log", "f.log", gzipSync(CSV), [ROW]],
    ["gzipped NDJSON", "g.gz", gzipSync('{"id":"1"}\n{"id":"2"}'), [{ id: "1" }, { id: "2" }]],
    ["an empty file", "h", "", []],
    ["CSV with a header only", "i.csv", "TimeGenerated,Category\n", []],
  ])("tells %s by what it holds", async (_what, name, content, expected) => {
    const records = await readAll(readFileRecords(file(name, content)));
    expect(records.map(valueIn)).toEqual(expected);
    expect(records.map(({ index }) => index)).toEqual(expected.map((_, index) => index));
  });

  it("takes the zone that the portal writes into column names off", async () => {
    const csv = '"TimeGenerated [UTC]",Category\n"5/20/2020, 6:32:44.827 PM",SignInLogs\n';
    const [record] = await readAll(readFileRecords(file("portal.csv", csv)));
    expect(valueIn(record)).toEqual({ TimeGenerated: "5/20/2020, 6:32:44.827 PM", Category: "SignInLogs" });
  });

  it("refuses a row with a cell too many and reads the next", async () => {
    const records = await readAll(readFileRecords(file("row.csv", "TimeGenerated,Category\n1,2,3\n4,5\n")));
    expect(rejectionOf(records[0])).toEqual({ code: "not_json", message: "The row has 3 cells, the header has 2." });
    expect(records[0]).toMatchObject({ raw: "1,2,3", rawBytes: 5 });
    expect(valueIn(records[1])).toEqual({ TimeGenerated: "4", Category: "5" });
  });

  it.each([
    ["a quote that never closes", 'TimeGenerated,Category\n1,2\n3,"4\n5,6\n', 1],
    ["bytes that are not UTF-8", Buffer.from([...Buffer.from("TimeGenerated,Category\n1,"), 0xff, 0x0a]), 0],
  ])("says that a table with %s cannot be read", async (_what, content, recordsRead) => {
    const { records, error } = await readUntilError(readFileRecords(file("broken.csv", content)));
    expect(error?.message).toContain("The table");
    expect(records).toHaveLength(recordsRead);
  });

  it("says that half a gzip file breaks off, after the records that could be unpacked", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => JSON.stringify({ id: i, noise: Math.sin(i) })).join("\n");
    const packed = gzipSync(lines);
    const { records, error } = await readUntilError(
      readFileRecords(file("half.gz", packed.subarray(0, packed.length / 2))),
    );
    expect(error?.message).toMatch(/gzip data is broken/);
    expect(records.length).toBeGreaterThan(0);
  });

  it("fails with the system's error when there is no such file", async () => {
    await expect(readAll(readFileRecords(path.join(folder, "missing")))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("can be left early", async () => {
    for (const name of ["msticpy/aad_logons.csv.gz", "msticpy/aad_logons.ndjson.gz"]) {
      for await (const record of readFileRecords(fixturePath(name))) if (record.index === 2) break;
    }
  });

  it("reads a Graph page, and names the place where one is broken", async () => {
    const page = await readAll(readFileRecords(fixturePath("made-by-hand/graph-page.json")));
    expect(page.map((record) => (valueIn(record) as JsonObject).ipAddress)).toEqual([
      "192.0.2.1",
      "192.0.2.2",
      "192.0.2.3",
    ]);

    const cut = await readUntilError(readFileRecords(fixturePath("made-by-hand/graph-page.cut-off.invalid.json.txt")));
    expect(cut.records).toEqual(page.slice(0, 2));
    expect(cut.error?.message).toMatch(/breaks off inside the list of records \(line 95, column \d+, byte 3005\)/);

    const comma = await readUntilError(
      readFileRecords(fixturePath("made-by-hand/graph-sign-in.trailing-comma.invalid.json.txt")),
    );
    expect(comma.records).toEqual([]);
    expect(comma.error?.message).toMatch(/"}" stands where a key is due \(line 3\d, column 1, /);
  });

  it("reads the same 49 rows from the table's NDJSON and CSV", async () => {
    const ndjson = await readAll(readFileRecords(fixturePath("msticpy/aad_logons.ndjson.gz")));
    const csv = await readAll(readFileRecords(fixturePath("msticpy/aad_logons.csv.gz")));
    const ids = ndjson.map((record) => (valueIn(record) as JsonObject).Id);
    expect(ids).toHaveLength(49);
    expect(csv.map((record) => (valueIn(record) as JsonObject).Id)).toEqual(ids);
    const lines = gunzipSync(readFileSync(fixturePath("msticpy/aad_logons.ndjson.gz")))
      .toString("utf8")
      .trim()
      .split("\n");
    expect(ndjson.map(({ raw }) => raw)).toEqual(lines);
  });
});
