import { type Bytes, FormatError, fromBase64, toBase64 } from "../bytes.ts";

import { HASH_LENGTH, LONGEST_PATH } from "./merkle.ts";
import { LONGEST_NOTE } from "./note.ts";

/** An offline proof that an entry is in a log: C2SP tlog-proof v1. */
export interface Proof {
  /** Means what the application says; no signature covers it. null: there is none. */
  readonly extra: Bytes | null;
  readonly index: number;
  readonly path: readonly Bytes[];
  /** A signed note, as it came. */
  readonly checkpoint: string;
}

const HEADING = "c2sp.org/tlog-proof@v1";
const INDEX = /^index (0|[1-9][0-9]{0,15})$/;

/** In characters. */
export const LONGEST_PROOF = 65_536;

/** @throws FormatError */
export function parseProof(source: string): Proof {
  if (source.length > LONGEST_PROOF) throw new FormatError("not a proof: too long");
  const gap = source.indexOf("\n\n");
  if (gap < 0) throw new FormatError("not a proof");
  const [heading, ...lines] = source.slice(0, gap).split("\n");
  if (heading !== HEADING) throw new FormatError("not a proof");
  const extra = lines[0]?.startsWith("extra ") === true ? fromBase64(lines.shift()?.slice(6) ?? "") : null;
  const index = Number(INDEX.exec(lines.shift() ?? "")?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(index) || lines.length > LONGEST_PATH) throw new FormatError("not a proof");
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== HASH_LENGTH)) throw new FormatError("not a proof");
  const checkpoint = source.slice(gap + 2);
  if (checkpoint.length > LONGEST_NOTE) throw new FormatError("not a proof");
  return { extra, index, path, checkpoint };
}

export function writeProof({ extra, index, path, checkpoint }: Proof): string {
  const lines = [HEADING, ...(extra === null ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`, ...path.map(toBase64)];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}
