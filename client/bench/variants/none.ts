import { OpenCipher } from "./open.ts";

/** No encryption at all. */
export function isDecrypted(): boolean {
  return true;
}

export class MediaCipher extends OpenCipher {
  readonly options = {};
}
