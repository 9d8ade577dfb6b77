import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { utf8 } from "../../src/crypto/bytes.ts";
import { compare } from "../../src/enhance/sums.ts";

const FILES = new Map([
  ["a.js", "export const one = 1;\n"],
  ["b/worker.js", "self.onmessage = null;\n"],
  ["c.css", ""],
]);

function sum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const LISTED = [...FILES].map(([name, text]) => ({ name, sum: sum(text) }));

function serving(changes: Readonly<Record<string, string | null>> = {}) {
  return (name: string) => {
    const text = name in changes ? changes[name] : FILES.get(name);
    return Promise.resolve(text === null || text === undefined ? null : utf8(text));
  };
}

describe("the comparison of files with the list", () => {
  it("finds what is as listed, and comes to the sum of the list as sha256sum writes it", async () => {
    const found = await compare(LISTED, serving());
    expect(found.findings).toEqual(["same", "same", "same"]);
    expect(found.total).toBe(sum(LISTED.map((one) => `${one.sum}  ${one.name}\n`).join("")));
  });

  it("finds one changed letter, and another sum over all", async () => {
    const found = await compare(LISTED, serving({ "b/worker.js": "self.onmessage = nul1;\n" }));
    expect(found.findings).toEqual(["same", "different", "same"]);
    expect(found.total).not.toBe((await compare(LISTED, serving())).total);
  });

  it("says of a file that does not come neither, and gives no sum over all", async () => {
    const found = await compare(LISTED, serving({ "a.js": null, "c.css": "x" }));
    expect(found).toEqual({ findings: ["missing", "same", "different"], total: null });
  });
});
