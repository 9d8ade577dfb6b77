import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

// peer.ts as one file that Node runs anywhere; the caller names --outDir.
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  logLevel: "warn",
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: fileURLToPath(new URL("peer.ts", import.meta.url)),
    target: "es2022",
    rolldownOptions: { output: { entryFileNames: "peer.mjs" } },
  },
});
