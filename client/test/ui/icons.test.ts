import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { expect, it } from "vitest";

// The server draws a few icons without this package; they are copies, and stay so.
const PACKAGE = dirname(createRequire(import.meta.url).resolve("lucide-static/package.json"));
const TEMPLATE = readFileSync(new URL("../../../src/folkmoot/web/templates/icons.html", import.meta.url), "utf8");
const shapes = [...TEMPLATE.matchAll(/^ {2}'([a-z0-9-]+)': '(.*)',$/gm)].map(([, name = "", shape = ""]) => [name, shape] as const);

it("the pages have icons", () => {
  expect(shapes.length).toBeGreaterThan(5);
});

it.each(shapes)("%s is drawn as in lucide-static", (name, shape) => {
  const icon = readFileSync(join(PACKAGE, "icons", `${name}.svg`), "utf8");
  expect(icon.replace(/\s*\n\s*/g, " ")).toContain(shape);
});
