import { fileOf } from "./files.ts";
import { OfflineError } from "./request.ts";

/** The record's static files: docs/protocol.md section 10. */

/** @throws OfflineError when the file does not come */
export async function logFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fileOf(`/record/log/${path}`);
  if (bytes === null) throw new OfflineError(`No answer for ${path}`);
  return bytes;
}
