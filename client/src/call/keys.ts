import { BaseKeyProvider, KeyProviderEvent, type KeyInfo } from "livekit-client";
import type { MediaKey } from "../crypto/contract.ts";

export const WIPE_MS = 10_000;

/**
 * The media keys of the epochs. LiveKit's own way in (`onSetEncryptionKey`) is not used: it keeps every key for ever and takes the last
 * index it was given as the one to send with, so that wiping an old key would make us send with it.
 */
export class EpochKeys extends BaseKeyProvider {
  readonly #live = new Map<string, Required<KeyInfo>>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #index = 0;

  constructor() {
    // docs/protocol.md section 7. LiveKit neither ratchets nor gives a key up by itself.
    super({ sharedKey: false, keyringSize: 256, ratchetWindowSize: 0, failureTolerance: -1, keySize: 128 });
  }

  /** All keys of an epoch. The own one goes last: from then on we send with it. The keys before are overwritten 10 s later. */
  setEpoch(epoch: number, keys: readonly MediaKey[], own: string): void {
    const before = [...this.#live.values()];
    this.#index = epoch % 256;
    for (const key of [...keys].sort((a, b) => Number(a.identity === own) - Number(b.identity === own))) this.#set(key);
    if (before.length > 0) this.#later(before);
  }

  /** LiveKit posts all of these again on each connection, so wiped ones must not be among them. */
  override getKeys(): KeyInfo[] {
    return [...this.#live.values()];
  }

  override getLatestManuallySetKeyIndex(): number {
    return this.#index;
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#live.clear();
    this.removeAllListeners();
  }

  #set({ identity, key }: MediaKey): void {
    const info = { key, participantIdentity: identity, keyIndex: this.#index };
    this.#live.set(slot(info), info);
    this.emit(KeyProviderEvent.SetKey, info, true);
  }

  #later(old: readonly Required<KeyInfo>[]): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#wipe(old);
    }, WIPE_MS);
    this.#timers.add(timer);
  }

  async #wipe(old: readonly Required<KeyInfo>[]): Promise<void> {
    const key = await crypto.subtle.importKey("raw", crypto.getRandomValues(new Uint8Array(32)), "HKDF", false, ["deriveBits", "deriveKey"]);
    for (const info of old) {
      // After 256 epochs in 10 s the place holds a newer key.
      if (this.#live.get(slot(info)) !== info) continue;
      this.#live.delete(slot(info));
      this.emit(KeyProviderEvent.SetKey, { ...info, key }, false);
    }
  }
}

function slot(info: Required<KeyInfo>): string {
  return `${info.participantIdentity}-${info.keyIndex}`;
}
