import { readFileSync } from "node:fs";

import openapi, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

test("schema.ts is what docs/openapi.json gives", async () => {
  const made = COMMENT_HEADER + astToString(await openapi(new URL("../../../docs/openapi.json", import.meta.url)));
  expect(readFileSync(new URL("../../src/api/schema.ts", import.meta.url), "utf8"), "npm run api").toBe(made);
});
