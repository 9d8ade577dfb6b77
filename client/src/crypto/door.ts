import type { Context } from "./context.ts";
import type { GroupEvent } from "./contract.ts";
import { sealName } from "./knocks.ts";
import type { Moderation } from "./moderation.ts";

type State = Extract<GroupEvent, { t: "door" }>["state"];

const NONCE_LENGTH = 12;

/** The door as it is from the lobby: whether it is open to us, and our knocking. */
export class Door {
  #state: State = "open";
  /** Under which we knock; null: we do not. */
  #name: string | null = null;
  /** The service has turned us away although our old leaf stands: it has seen us leave. */
  #turnedAway = false;
  #made = 0;

  constructor(
    private readonly context: Context,
    private readonly moderation: Moderation,
    /** `inTree`: our old leaf is in the group, whose place we may take whatever stands in the charter. */
    private readonly place: { readonly inTree: () => boolean; readonly inside: () => boolean; readonly join: (name: string) => Promise<void> },
  ) {}

  get shut(): boolean {
    const { locked, welcome } = this.moderation.rules;
    return locked && !welcome.has(this.context.identity) && (this.#turnedAway || !this.place.inTree());
  }

  /** Looks again, after anything that may have opened or shut it. */
  async review(): Promise<void> {
    if (this.place.inside()) return;
    if (!this.moderation.rules.locked) this.#turnedAway = false;
    const name = this.#name;
    if (this.shut) {
      if (name !== null) this.#show("knocking");
      else if (this.#state !== "declined") this.#show("locked");
    } else if (name !== null) await this.#enter(name);
    // Who has been let in is on their way.
    else if (this.#state !== "admitted") this.#show("open");
  }

  async knock(name: string): Promise<void> {
    if (name === "" || this.place.inside()) return;
    this.#name = name;
    await this.#send(name);
    await this.review();
  }

  unknock(): void {
    if (this.#name === null) return;
    this.#name = null;
    this.context.line.send({ t: "knock", id: this.#id(), body: null });
    this.#show("locked");
  }

  /** A new line to the service, which knows nothing of our knocking any more. */
  async welcomed(): Promise<void> {
    if (this.#name !== null) await this.#send(this.#name);
    await this.review();
  }

  declined(): void {
    if (this.#name === null) return;
    this.#name = null;
    this.#show("declined");
  }

  /** True when it was our knocking that the service refused: too many wait. */
  refused(id: string): boolean {
    if (!id.startsWith("k")) return false;
    this.#name = null;
    if (this.shut) this.#show("locked");
    return true;
  }

  /** We wanted in and the door is shut: said also to who has been told. */
  bump(): void {
    this.#turnedAway = true;
    this.#state = "locked";
    this.context.post({ t: "door", state: "locked" });
  }

  async #enter(name: string): Promise<void> {
    this.#name = null;
    this.#show("admitted");
    await this.place.join(name);
  }

  async #send(name: string): Promise<void> {
    if (!this.shut) return;
    const { record, identity, line } = this.context;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
    line.send({ t: "knock", id: this.#id(), body: await sealName(await record.knockKey(), identity, name, nonce) });
  }

  #id(): string {
    return `k${this.#made++}`;
  }

  #show(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    this.context.post({ t: "door", state });
  }
}
