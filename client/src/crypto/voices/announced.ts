import { FormatError } from "../bytes.ts";
import { decodeCanon } from "../record/canon.ts";
import type { Opened } from "../record/checkpoint.ts";
import { entryUnder, type LogFiles } from "../record/watch.ts";

import type { Announced } from "./answers.ts";
import type { IssuerKey } from "./token.ts";

/**
 * The key that signs voices, once it is found in the record. A server that gave each browser a key of its own could tell the voices apart
 * by whose key they are signed with; in the record all see the same one.
 *
 * @throws FormatError when the record says something else
 */
export async function recordedIssuer({ issuer, entry }: Announced, files: LogFiles, newest: Opened): Promise<IssuerKey> {
  const { kind, campaign, round, modulus, exponent } = decodeCanon(await entryUnder(files, newest, entry));
  const same = kind === "key" && campaign === issuer.campaign && round === issuer.round && modulus === issuer.modulus && exponent === issuer.exponent;
  if (!same) throw new FormatError("the record has another key");
  return issuer;
}
