import { defineConfig } from "vite";

// Only what bench/mls_sizes.py measures; never part of the product.
export default defineConfig({
  build: {
    outDir: "bench-dist/mls",
    target: "es2022",
    rolldownOptions: { input: "bench/mls.ts", preserveEntrySignatures: "strict", output: { entryFileNames: "mls.js" } },
  },
});
