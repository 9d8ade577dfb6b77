/** What a browser has to have for an encrypted call. Looked for before anybody is asked for anything. */

export type Missing =
  /** Not https and not localhost: browsers give no keys and no devices there. */
  | "secure_context"
  | "webrtc"
  | "devices"
  | "workers"
  | "indexed_db"
  | "signatures"
  | "key_exchange"
  | "key_derivation"
  | "frame_encryption";

export interface Browser {
  readonly name: "Chrome" | "Edge" | "Firefox" | "Safari" | "Opera" | "Samsung Internet" | null;
  readonly version: string | null;
  /** The first version known to have everything, for the sentence only; what counts is what was found. */
  readonly needs: string | null;
}

export interface Support {
  readonly missing: readonly Missing[];
  readonly browser: Browser;
}

/** Ed25519 and X25519 in WebCrypto came last: Chrome 137, Firefox 130. Simulcast under encryption: Safari 17.2. */
const NEEDS = { Chrome: "137", Edge: "137", Firefox: "130", Safari: "17.2", Opera: "121", "Samsung Internet": "29" } as const;

const MARKS: readonly (readonly [NonNullable<Browser["name"]>, RegExp])[] = [
  ["Edge", /\bEdgA?\/([\d.]+)/],
  ["Opera", /\bOPR\/([\d.]+)/],
  ["Samsung Internet", /\bSamsungBrowser\/([\d.]+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/([\d.]+)/],
  ["Chrome", /\b(?:Chrome|CriOS)\/([\d.]+)/],
  ["Safari", /\bVersion\/([\d.]+).*\bSafari\//],
];

export function browserOf(userAgent: string): Browser {
  for (const [name, mark] of MARKS) {
    const version = mark.exec(userAgent)?.[1];
    if (version !== undefined) return { name, version, needs: NEEDS[name] };
  }
  return { name: null, version: null, needs: null };
}

/** The globals that are looked at; an argument so that a test can take some away. */
export interface Globals {
  readonly isSecureContext: boolean;
  readonly RTCPeerConnection?: unknown;
  readonly RTCRtpSender?: { readonly prototype: object };
  readonly RTCRtpScriptTransform?: unknown;
  readonly Worker?: unknown;
  readonly indexedDB?: unknown;
  readonly crypto?: Crypto;
  readonly navigator: { readonly userAgent: string; readonly mediaDevices?: unknown };
}

/**
 * Module workers need no look of their own: every browser with Ed25519 has had them for years, and trying one out would trip over the
 * page's content security policy.
 */
export async function checkSupport(globals: Globals = globalThis): Promise<Support> {
  const missing: Missing[] = [];
  if (!globals.isSecureContext) missing.push("secure_context");
  if (globals.RTCPeerConnection === undefined) missing.push("webrtc");
  if (globals.navigator.mediaDevices === undefined) missing.push("devices");
  if (globals.Worker === undefined) missing.push("workers");
  if (globals.indexedDB === undefined) missing.push("indexed_db");
  if (!canTransform(globals)) missing.push("frame_encryption");
  missing.push(...(await missingCrypto(globals.crypto?.subtle)));
  return { missing, browser: browserOf(globals.navigator.userAgent) };
}

function canTransform(globals: Globals): boolean {
  const insertable = globals.RTCRtpSender !== undefined && "createEncodedStreams" in globals.RTCRtpSender.prototype;
  return insertable || globals.RTCRtpScriptTransform !== undefined;
}

async function missingCrypto(subtle: SubtleCrypto | undefined): Promise<Missing[]> {
  if (subtle === undefined) return ["signatures", "key_exchange", "key_derivation"];
  const tried = await Promise.allSettled([
    subtle.generateKey("Ed25519", false, ["sign", "verify"]),
    subtle.generateKey("X25519", false, ["deriveBits"]),
    subtle.importKey("raw", new Uint8Array(32), "HKDF", false, ["deriveBits"]),
  ]);
  const names: readonly Missing[] = ["signatures", "key_exchange", "key_derivation"];
  return names.filter((_, at) => tried[at]?.status === "rejected");
}
