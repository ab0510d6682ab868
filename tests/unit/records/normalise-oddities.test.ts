import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { envelope, readAll, readFixture, readText, refused, TIME, understood, valueIn } from "./fixtures";

describe("normalise finds an identity and a time", () => {
  it("accepts a record that is nothing but a time and a category, with an id from its content", () => {
    const bare = { time: "01/09/2007 09:41:00", category: "SignInLogs" };
    const event = understood(bare);
    expect(event).toMatchObject({
      category: 1,
      createdAt: new Date("2007-01-09T09:41:00Z"),
      record: { envelope: { time: bare.time } },
    });
    expect(event.id).toMatch(/^x-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(event.notes).toEqual(["The record says nothing but its time and its category."]);
  });

  it("derives the same id whatever the order of the keys, and another for other content", () => {
    const record = readFixture(
      "panther-analysis/azure_excessive_account_lockouts__2_Microsoft_Corporate_ASN_Excluded.json",
    );
    const turned = Object.fromEntries(Object.entries(record).reverse());
    const other = { ...record, callerIpAddress: "192.0.2.99" };
    // Reading uses a record up, and these three share their parts.
    const idOf = (of: unknown) => understood(structuredClone(of)).id;
    expect(idOf(turned)).toBe(idOf(record));
    expect(idOf(other)).not.toBe(idOf(record));
  });

  it.each([undefined, null, "", "  "])("derives an id where it is %j", (id) => {
    expect(understood({ time: TIME, category: "SignInLogs", properties: { id, appId: "a" } }).id).toMatch(/^x-/);
  });

  it("refuses an id that could not stand in an index", () => {
    expect(refused(envelope({ id: "i".repeat(201) }))).toMatchObject({ code: "invalid_field" });
  });

  it.each([
    ["1601-01-01T00:00:00Z", "1601-01-01T00:00:00.000Z"],
    ["2999-01-01T00:00:00Z", "2999-01-01T00:00:00.000Z"],
  ])("reads %s, for the service to refuse", (createdDateTime, expected) => {
    expect(understood(envelope({ createdDateTime })).createdAt.toISOString()).toBe(expected);
  });

  it("takes the envelope's time where there is no other, and says so where the other cannot be read", () => {
    expect(understood(envelope({ createdDateTime: null })).notes).toEqual([
      "The record says nothing but its time and its category.",
    ]);
    const unreadable = understood(envelope({ createdDateTime: "2031-02-30T00:00:00Z", appId: "a" }));
    expect(unreadable.createdAt).toEqual(new Date("2031-03-04T05:06:07Z"));
    expect(unreadable.notes).toEqual([
      'createdDateTime is "2031-02-30T00:00:00Z", which is not a time; the envelope\'s time was taken instead.',
    ]);
  });

  it("refuses a record without a time, or with none that can be read", () => {
    expect(refused({ category: "SignInLogs", properties: { appId: "a" } })).toMatchObject({ code: "missing_time" });
    expect(refused({ category: "SignInLogs", time: "soon", properties: { createdDateTime: 5 } })).toEqual({
      code: "unreadable_time",
      message: 'createdDateTime is "5", which is not a time.',
    });
  });
});

describe("normalise meets what nobody should send", () => {
  it("replaces NULs and halves of surrogate pairs, and notes where", () => {
    const [record] = JSON.parse(
      '[{"userAgent":"a\\u0000b","appDisplayName":"\\ud83d","own\\u0000":"x","ok":"😀"}]',
    ) as [JsonObject];
    const event = understood(envelope(record));
    expect(event.record).toMatchObject({ userAgent: "a\uFFFDb", appDisplayName: "\uFFFD", "own\uFFFD": "x", ok: "😀" });
    expect(event.notes).toEqual([
      "Characters that cannot be stored were replaced by U+FFFD in userAgent, appDisplayName, a property name.",
    ]);
  });

  it("replaces NULs that were hidden by escapes inside a text of JSON", () => {
    const authenticationDetails = '[{"authenticationMethod":"a\\u0000"}]';
    expect(understood(envelope({ authenticationDetails })).record.authenticationDetails).toEqual([
      { authenticationMethod: "a\uFFFD" },
    ]);
  });

  it("refuses nesting without end instead of running out of stack", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as never;
    expect(refused(envelope({ own: deep }))).toEqual({
      code: "invalid_field",
      message: "The record nests values more than 64 deep.",
    });
    const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(understood(envelope({ authenticationDetails: text })).record.authenticationDetails).toBe(text);
  });

  it("keeps a property called __proto__ a property", async () => {
    const body =
      '{"category":"SignInLogs","time":"2031-01-01T00:00:00Z","properties":{"__proto__":{"isInteractive":false},"appId":"a"}}';
    const event = understood(valueIn((await readAll(readText(body)))[0]));
    expect(event.category).toBe(1);
    expect(Object.keys(event.record)).toContain("__proto__");
  });

  it("moves a property of the sender's that is called envelope inside ours", () => {
    const { record } = understood(envelope({ envelope: "theirs" }, { tenantId: "t" }));
    expect(record.envelope).toEqual({ tenantId: "t", envelope: "theirs" });
    expect(understood(envelope({ envelope: "theirs" })).record.envelope).toBe("theirs");
  });
});
