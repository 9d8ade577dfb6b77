/**
 * The bytes of a file of our own origin, out of the browser's cache where it has them: what is looked at is what runs.
 * Null: none came, or not in time.
 */
export async function fileOf(path: string, limitMs = 30_000): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await fetch(path, { redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(limitMs) });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
