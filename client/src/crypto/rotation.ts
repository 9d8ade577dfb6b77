import { type Bytes, u32 } from "./bytes.ts";
import { roomToken, tokenHash } from "./derive.ts";
import type { Group } from "./group.ts";
import type { NewLink } from "./wire.ts";

/** The next link's secret, which only those have who are in the epoch after a removal: docs/protocol.md section 9. */

const LABEL = "folkmoot link v2";
const LENGTH = 16;

export function nextSecret(group: Group, version: number): Promise<Bytes> {
  return group.exporter(LABEL, u32(version), LENGTH);
}

/** What the commit that makes `group` brings to the service. */
export async function newLink(group: Group, version: number): Promise<NewLink> {
  const secret = await nextSecret(group, version);
  const auth = tokenHash(roomToken(secret, group.room, version));
  secret.fill(0);
  return { auth, version };
}
