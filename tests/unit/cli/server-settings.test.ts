import { expect, it } from "vitest";
import { INSTALLATION_SETTINGS, renderSettings } from "@/lib/cli/embedded-postgres/server-settings";

it("listens on this machine only, without a socket, and waits for the disk before it acknowledges", () => {
  const text = renderSettings(INSTALLATION_SETTINGS);
  expect(text).toContain("listen_addresses = '127.0.0.1'");
  expect(text).toContain("unix_socket_directories = ''");
  expect(text).toContain("synchronous_commit = 'on'");
  expect(text).not.toMatch(/^fsync/m);
});

it("quotes values", () => {
  expect(renderSettings({ log_line_prefix: "it's" })).toContain("log_line_prefix = 'it''s'");
});
