import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig, type Plugin } from "vite";
import product from "../vite.config.ts";

/**
 * The same page, lobby and server with weaker media, to measure what ours costs: `vite build --config bench/vite.bench.config.ts
 * --mode shared` (LiveKit's worker and one key for all) or `--mode none` (no encryption). Neither has a group. Never part of the product.
 */
const ways = ["shared", "none"];

function weaker(way: string): Plugin {
  const at = (name: string): string => fileURLToPath(new URL(`./variants/${name}.ts`, import.meta.url));
  const instead = new Map([
    ["./cipher.ts", at(way)],
    ["../crypto/client.ts", at("client")],
  ]);
  return {
    name: "folkmoot-bench",
    enforce: "pre",
    resolveId: (source, importer) => (/\/src\/(call|room)\//.test(importer ?? "") ? instead.get(source) : undefined),
  };
}

export default defineConfig(({ mode }) => {
  if (!ways.includes(mode)) throw new Error(`--mode is one of ${ways.join(", ")}`);
  return mergeConfig(product, { plugins: [weaker(mode)], build: { outDir: `bench-dist/${mode}`, emptyOutDir: true } });
});
