import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin } from "vite";

const WORTH_COMPRESSING = 1024;

/** Beside each file that is worth it its smallest form, `NAME.br`: it takes the server too long to make at each start. */
export function brotli(): Plugin {
  let folder: string | null = null;
  return {
    name: "brotli",
    apply: "build",
    configResolved: ({ root, build }) => {
      // A build kept in memory has no folder, and what an earlier one left there isn't its own.
      folder = build.write ? join(root, build.outDir) : null;
    },
    closeBundle: async () => {
      if (folder === null) return;
      const files = await readdir(folder, { recursive: true });
      for (const name of files.filter((file) => /\.(?:js|css)$/.test(file))) await shrink(join(folder, name));
    },
  };
}

async function shrink(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < WORTH_COMPRESSING) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
}
