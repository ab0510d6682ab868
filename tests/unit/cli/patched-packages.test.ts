import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setPatchedAside } from "@/lib/cli/patched-packages.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "signbook-patched-"));
  for (const folder of ["db/patches", "node_modules/driver", "node_modules/@scope/tool", "node_modules/other"]) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  for (const file of ["db/patches/driver+3.4.9.patch", "db/patches/@scope+tool+1.0.0.patch"]) {
    writeFileSync(path.join(root, file), "");
  }
  for (const name of ["driver", "@scope/tool", "other"]) writeFileSync(indexOf(name), "before");
});

afterEach(() => rmSync(root, { recursive: true }));

const indexOf = (name: string) => path.join(root, "node_modules", name, "index.js");

function installAnew(): void {
  for (const name of ["driver", "@scope/tool"]) {
    mkdirSync(path.dirname(indexOf(name)), { recursive: true });
    writeFileSync(indexOf(name), "anew");
  }
}

describe("packages with patches", () => {
  it("are away while npm installs, and then those that it installed", () => {
    const aside = setPatchedAside(root);
    expect([existsSync(indexOf("driver")), existsSync(indexOf("@scope/tool"))]).toEqual([false, false]);
    expect(readFileSync(indexOf("other"), "utf8")).toBe("before");
    installAnew();
    aside.discard();
    expect(readFileSync(indexOf("driver"), "utf8")).toBe("anew");
    expect(existsSync(path.join(root, "node_modules/.before-driver"))).toBe(false);
  });

  it("are those from before again when installing fails half way", () => {
    const aside = setPatchedAside(root);
    installAnew();
    rmSync(path.dirname(indexOf("driver")), { recursive: true });
    aside.putBack();
    expect(["driver", "@scope/tool"].map((name) => readFileSync(indexOf(name), "utf8"))).toEqual(["before", "before"]);
  });

  it("are not lost where an installation was killed and the next one fails", () => {
    setPatchedAside(root);
    installAnew();
    rmSync(path.dirname(indexOf("driver")), { recursive: true });
    setPatchedAside(root).putBack();
    expect(["driver", "@scope/tool"].map((name) => readFileSync(indexOf(name), "utf8"))).toEqual(["before", "anew"]);
  });
});
