/** Media keys as something that can be compared: the same material gives the same bits, whoever holds it. */
export async function fingerprint(key: CryptoKey): Promise<string> {
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode("test") };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 128));
  return Array.from(bits, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
