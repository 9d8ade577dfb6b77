import { type Bytes, hex, utf8 } from "../crypto/bytes.ts";

/** A file of the list: its name below /assets/ and its SHA-256 in hexadecimal. */
export interface Listed {
  readonly name: string;
  readonly sum: string;
}

export type Finding = "same" | "different" | "missing";

export interface Comparison {
  /** In the list's order. */
  readonly findings: readonly Finding[];
  /** SHA-256 of the list as it would be with the sums that were computed here; null when a file is missing. */
  readonly total: string | null;
}

async function sumOf(bytes: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The list as `sha256sum` writes it, and the server's page does. */
function listText(files: readonly Listed[]): string {
  return files.map(({ name, sum }) => `${sum}  ${name}\n`).join("");
}

/** Computes every file's sum anew. `get` gives null for a file that does not come. */
export async function compare(listed: readonly Listed[], get: (name: string) => Promise<Bytes | null>): Promise<Comparison> {
  const computed = await Promise.all(
    listed.map(async ({ name }) => {
      const bytes = await get(name);
      return bytes === null ? null : { name, sum: await sumOf(bytes) };
    }),
  );
  const found = computed.filter((one) => one !== null);
  return {
    findings: listed.map(({ sum }, at) => {
      const own = computed[at]?.sum;
      if (own === undefined) return "missing";
      return own === sum ? "same" : "different";
    }),
    total: found.length === listed.length ? await sumOf(utf8(listText(found))) : null,
  };
}
