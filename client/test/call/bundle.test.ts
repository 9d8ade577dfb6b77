import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { build, type Rolldown } from "vite";
import product from "../../vite.config.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** All code of a build that is kept in memory. */
async function codeOf(configFile: string, mode: string): Promise<string> {
  const built = await build({ root, configFile: at(configFile), mode, logLevel: "silent", build: { write: false } });
  const outputs = (Array.isArray(built) ? built : [built]) as Rolldown.RolldownOutput[];
  const chunks = outputs.flatMap(({ output }) => output);
  return chunks.map((chunk) => (chunk.type === "chunk" ? chunk.code : String(chunk.source))).join("\n");
}

describe("the product", () => {
  // Strings that no minifier takes away: one of the variants, one of ours.
  const weakMark = "the link was not kept";
  const ourMark = "folkmoot-frames";

  it("holds nothing of the weaker variants, which the same search finds in them", { timeout: 120_000 }, async () => {
    const ours = await codeOf("vite.config.ts", "production");
    const weak = await codeOf("bench/vite.bench.config.ts", "shared");
    expect(weak).toContain(weakMark);
    expect(ours).not.toContain(weakMark);
    expect(ours).toContain(ourMark);
    expect(weak).not.toContain(ourMark);
  });

  it("has no entry outside src", async () => {
    expect(JSON.stringify(product)).not.toContain("bench");
    expect(await readFile(at("vite.config.ts"), "utf8")).not.toContain("bench");
  });
});
