import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

// The arrows of ARCHITECTURE.md: room -> call -> crypto -> api, enhance -> crypto -> api, ui imports nothing of ours.
const forbid = (...rooms) => ({
  "no-restricted-imports": [
    "error",
    { patterns: [{ group: rooms.map((room) => `**/${room}/**`), message: "Against the arrows, see ARCHITECTURE.md." }] },
  ],
});
const noReact = { paths: [{ name: "react" }, { name: "react-dom" }] };
const forbidWith = (extra, ...rooms) => {
  const rule = forbid(...rooms);
  return { "no-restricted-imports": ["error", { ...extra, ...rule["no-restricted-imports"][1] }] };
};

export default ts.config(
  { ignores: ["dist/**", "node_modules/**", "src/api/schema.ts", "bench-dist/**", "gallery-dist/**"] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "no-console": "error",
      "no-restricted-globals": ["error", { name: "fetch", message: "Only client/src/api calls fetch." }],
    },
  },
  { files: ["src/api/**"], rules: { "no-restricted-globals": "off", ...forbidWith(noReact, "room", "call", "crypto", "enhance", "ui") } },
  { files: ["src/crypto/**"], rules: forbidWith({ paths: [...noReact.paths, { name: "livekit-client" }] }, "room", "call", "enhance", "ui") },
  { files: ["src/call/**"], rules: forbidWith(noReact, "room", "enhance", "ui") },
  { files: ["src/enhance/**"], rules: forbidWith(noReact, "room", "call") },
  { files: ["src/ui/**"], rules: forbid("room", "call", "crypto", "enhance", "api") },
  { files: ["src/room/**/*.tsx", "src/room/**/*.ts"], ...hooks.configs.flat["recommended"], rules: { ...hooks.configs.flat["recommended"].rules, ...forbid("enhance") } },
  { files: ["eslint.config.js"], ...ts.configs.disableTypeChecked },
);
