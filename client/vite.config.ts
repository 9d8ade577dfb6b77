import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { brotli } from "./vite/brotli.ts";

// The pages are the server's (Jinja); it finds the hashed names in dist/manifest.json. Everything is served from /assets/.
export default defineConfig({
  base: "/assets/",
  plugins: [react(), brotli()],
  build: {
    outDir: "dist",
    target: "es2022",
    manifest: "manifest.json",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    // LiveKit comes in one piece; the page loads it while somebody looks at the lobby.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        room: "src/room/main.ts",
        home: "src/enhance/home.ts",
        protection: "src/enhance/protection.ts",
        signin: "src/enhance/signin.ts",
        campaign: "src/enhance/campaign.ts",
        record: "src/enhance/record.ts",
        check: "src/enhance/check.ts",
        receipts: "src/enhance/receipts.ts",
        move: "src/enhance/move.ts",
        gate: "src/enhance/gate.ts",
        pages: "src/ui/pages.css",
        office: "src/ui/office.css",
        papers: "src/ui/record.css",
      },
    },
  },
  worker: { format: "es" },
});
