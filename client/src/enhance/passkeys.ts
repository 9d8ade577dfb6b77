import { type Bytes, fromBase64url, toBase64url, utf8 } from "../crypto/bytes.ts";

/** What the server tells a page about the passkey that it wants signed or made. Byte strings are base64url. */
export interface Wanted {
  readonly challenge: string;
  /** The name that passkeys of this service are for. */
  readonly party: string;
}

/** For whom one is made. `person` is the id that the device keeps beside it. */
export interface Owner {
  readonly person: string;
  readonly name: string;
  readonly user: string;
}

/** The device or the person said no, or nothing came of it; browsers do not tell which. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}

// COSE: Ed25519, ECDSA with P-256, RSA. The server takes these.
const ALGORITHMS = [-8, -7, -257];

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function";
}

function id(text: string): Bytes {
  return fromBase64url(text);
}

function b64(buffer: ArrayBuffer): string {
  return toBase64url(new Uint8Array(buffer));
}

/** Asks the device to sign the challenge with a passkey that it has; the answer as the server reads it, JSON. */
export async function ask(wanted: Wanted): Promise<string> {
  const answer = await answered(() =>
    navigator.credentials.get({ publicKey: { challenge: id(wanted.challenge), rpId: wanted.party, userVerification: "required" } }),
  );
  const { response } = answer;
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new NoAnswerError();
  return JSON.stringify({
    ...common(answer),
    response: {
      clientDataJSON: b64(response.clientDataJSON),
      authenticatorData: b64(response.authenticatorData),
      signature: b64(response.signature),
      userHandle: response.userHandle === null ? undefined : b64(response.userHandle),
    },
  });
}

/** Has the device make one, kept where it can be found without a name. */
export async function make(wanted: Wanted, owner: Owner, instance: string): Promise<string> {
  const answer = await answered(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: id(wanted.challenge),
        rp: { id: wanted.party, name: instance },
        user: { id: utf8(owner.person), name: owner.user, displayName: owner.name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none",
      },
    }),
  );
  const { response } = answer;
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new NoAnswerError();
  return JSON.stringify({
    ...common(answer),
    response: { clientDataJSON: b64(response.clientDataJSON), attestationObject: b64(response.attestationObject) },
  });
}

function common(answer: PublicKeyCredential): { id: string; rawId: string; type: string } {
  return { id: answer.id, rawId: b64(answer.rawId), type: answer.type };
}

async function answered(question: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let answer: Credential | null;
  try {
    answer = await question();
  } catch (error) {
    if (error instanceof DOMException) throw new NoAnswerError(error.name, { cause: error });
    throw error;
  }
  if (!(answer instanceof PublicKeyCredential)) throw new NoAnswerError();
  return answer;
}
