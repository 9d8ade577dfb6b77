import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

// The page of tests/crypto; the caller names --outDir.
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  base: "/lab/",
  logLevel: "warn",
  build: {
    target: "es2022",
    assetsDir: "",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { page: fileURLToPath(new URL("page.ts", import.meta.url)) },
      output: { entryFileNames: "page.js" },
    },
  },
  worker: { format: "es" },
});
