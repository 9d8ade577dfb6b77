import { ExternalE2EEKeyProvider, type Room, type RoomOptions } from "livekit-client";
import { OpenCipher } from "./open.ts";

/** LiveKit's encryption as it comes: its own worker, one key that everybody has. */
export function isDecrypted(publication: { readonly isEncrypted: boolean }): boolean {
  return publication.isEncrypted;
}

export class MediaCipher extends OpenCipher {
  readonly options: Pick<RoomOptions, "encryption">;
  readonly #keys = new ExternalE2EEKeyProvider({ keySize: 128 });
  readonly #worker = new Worker(new URL("./stock.worker.ts", import.meta.url), { type: "module" });

  constructor() {
    super();
    this.options = { encryption: { keyProvider: this.#keys, worker: this.#worker } };
  }

  override async enable(room: Room): Promise<void> {
    await super.enable(room);
    await this.#keys.setKey(new Uint8Array(32).fill(7).buffer);
    await room.setE2EEEnabled(true);
  }

  override end(): void {
    this.#worker.terminate();
  }
}
