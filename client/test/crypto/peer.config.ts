import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

const program = (name: string): string => fileURLToPath(new URL(`${name}.ts`, import.meta.url));

// The programs of tests/crypto/peer.py, for Node anywhere; the caller names --outDir.
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  logLevel: "warn",
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: true,
    target: "es2022",
    rolldownOptions: {
      input: { peer: program("peer"), attacker: program("attacker"), fuzz: program("fuzz"), crowd: program("crowd") },
      output: { entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
    },
  },
});
