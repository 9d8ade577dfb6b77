import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Every state of lobby and room, drawn from made-up snapshots for axe-core and screenshots (tests/journeys). Never part of the product.
export default defineConfig({
  root: "test/gallery",
  base: "./",
  plugins: [react()],
  build: { outDir: "../../gallery-dist", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
