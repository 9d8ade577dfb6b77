import { type Bytes, equal } from "./bytes.ts";
import { appointment, type Charter, CharterError, FIRST, follows, makeEnvelope, readEnvelope, type Signed } from "./charter.ts";
import type { Context } from "./context.ts";
import * as decisions from "./decisions.ts";
import type { Entry } from "./log.ts";
import type { Mark } from "./payloads.ts";
import type { Rules } from "./policy.ts";

/** The charter that stands, as the log says it, and our own decisions on their way into it: docs/protocol.md section 9. */

/** Others may know more than we for so long: their word passes the log's. */
const BEHIND_MS = 10_000;
/** A removal whose commit has not come by then is being held back, while the removed one can still listen. */
const OVERDUE_MS = 20_000;

/** Gives the charter that is to follow; null when there is nothing left to decide. */
type Intent = (now: Charter) => Charter | null | Promise<Charter | null>;

export type Right = "all" | "some" | null;

export class Moderation {
  #standing: Signed | null = null;
  /** By number, of those that stood while we looked. */
  readonly #hashes = new Map<number, Bytes>();
  #intents: Intent[] = [];
  #sent: { readonly id: string; readonly intent: Intent; readonly signed: Signed } | null = null;
  #made = 0;
  #shown: { readonly locked: boolean; readonly may: Right } = { locked: false, may: null };

  constructor(
    private readonly context: Context,
    private readonly told: { changed(): void; inside(): boolean },
  ) {}

  get charter(): Charter {
    return this.#standing?.charter ?? FIRST;
  }

  get envelope(): Bytes | null {
    return this.#standing?.envelope ?? null;
  }

  /** What a profile says of it. */
  get mark(): Mark | null {
    return this.#standing === null ? null : { n: this.#standing.charter.n, hash: this.#standing.hash };
  }

  /** A removal has been decided, and the commit that makes it true has not come. */
  get due(): boolean {
    return this.charter.version > this.context.record.version;
  }

  /** Whether it was we who decided last: then its commit is for us to make at once. */
  get ours(): boolean {
    return this.#standing?.signer === this.context.identity;
  }

  get may(): Right {
    return this.right(this.context.identity);
  }

  right(identity: string): Right {
    if (identity === this.context.record.creator) return "all";
    return this.charter.moderators.some((moderator) => moderator.identity === identity) ? "some" : null;
  }

  get rules(): Rules {
    const { locked, admitted, removed, moderators } = this.charter;
    const welcome = new Set([this.context.record.creator, ...moderators.map(({ identity }) => identity), ...admitted]);
    return { locked, welcome, removed: new Set(removed), due: this.due };
  }

  /** After a reload: what stood where our log ends. It was valid when it was kept, unless another link has been opened since. */
  async restore(envelope: Bytes | null): Promise<void> {
    const signed = envelope === null ? null : await this.#read(envelope);
    if (signed instanceof CharterError) this.context.fail("wrong_link");
    else if (signed !== null) this.#adopt(signed);
  }

  /**
   * The newest, as the service says it to who has no log to learn it from. It may leave out some, and go back behind none. False: that was the
   * end.
   */
  async offered(envelope: Bytes | null): Promise<boolean> {
    if (this.agrees(envelope)) return this.#expected();
    const signed = envelope === null ? null : await this.#read(envelope);
    if (signed instanceof CharterError) {
      // A letter of the link that is wrong names another creator.
      this.context.fail(signed.fault === "creator" && this.#standing === null ? "wrong_link" : "e2e_log_forked");
      return false;
    }
    if (signed === null || signed.charter.n <= this.charter.n) {
      this.context.fail("e2e_log_forked");
      return false;
    }
    return this.#adopt(signed) && this.#expected();
  }

  /** A link of our version came with this charter or one before it. */
  #expected(): boolean {
    const known = this.charter.version >= this.context.record.version;
    if (!known) this.context.fail("e2e_log_forked");
    return known;
  }

  /** Whether what the service says of the place where we are now is what the log says. */
  agrees(envelope: Bytes | null): boolean {
    const own = this.envelope;
    return own === null || envelope === null ? own === envelope : equal(own, envelope);
  }

  /** One that does not follow counts for nobody. */
  async entry(entry: Entry): Promise<void> {
    const signed = await this.#read(entry.body);
    if (signed instanceof CharterError || signed.signer !== entry.from) return;
    if (follows(signed, this.charter, this.context.record.creator)) this.#adopt(signed);
  }

  async #read(envelope: Bytes): Promise<Signed | CharterError> {
    try {
      return await readEnvelope(envelope, this.context.record.room, this.context.record.creator);
    } catch (error) {
      if (error instanceof CharterError) return error;
      throw error;
    }
  }

  /** False when it ends our being here. */
  #adopt(signed: Signed): boolean {
    const { context } = this;
    const { n, ended, removed, moderators } = signed.charter;
    this.#standing = signed;
    this.#hashes.set(n, signed.hash);
    context.conversation.apply({ t: "charter", moderators: moderators.map(({ identity }) => identity), removed });
    if (ended || removed.includes(context.identity)) {
      context.finish(ended ? "room_ended" : "removed");
      return false;
    }
    this.show();
    this.told.changed();
    if (this.due) this.#waitFor(n);
    return true;
  }

  #waitFor(n: number): void {
    const { context } = this;
    context.after(OVERDUE_MS, () => {
      if (!this.due || this.charter.n !== n || !this.told.inside()) return;
      if (!context.line.up) this.#waitFor(n);
      else if (this.#standing !== null) context.post({ t: "mismatch", identity: this.#standing.signer, what: "charter" });
    });
  }

  /** Tells the page what it does not know yet. */
  show(): void {
    const now = { locked: this.charter.locked, may: this.may };
    if (now.locked === this.#shown.locked && now.may === this.#shown.may) return;
    this.#shown = now;
    this.context.post({ t: "moderation", ...now });
  }

  /** Which charter somebody knows. */
  heard(identity: string, mark: Mark | null): void {
    if (mark === null) return;
    const mismatch = (): void => {
      this.context.post({ t: "mismatch", identity, what: "charter" });
    };
    if (mark.n <= this.charter.n) {
      if (this.#differs(mark)) mismatch();
      return;
    }
    this.context.after(BEHIND_MS, () => {
      if (this.charter.n < mark.n || this.#differs(mark)) mismatch();
    });
  }

  #differs({ n, hash }: Mark): boolean {
    const known = this.#hashes.get(n);
    return known !== undefined && !equal(known, hash);
  }

  lock(on: boolean): Promise<void> {
    return this.#decide((now) => decisions.locked(now, on));
  }

  admit(identity: string): Promise<void> {
    return this.#decide((now) => decisions.admitted(now, identity));
  }

  remove(identity: string): Promise<void> {
    const { identity: self, record } = this.context;
    return this.#decide((now) => decisions.removed(now, identity, self, record.creator));
  }

  appoint(identity: string): Promise<void> {
    const { room, keys } = this.context.record;
    return this.#decide(async (now) => (this.may === "all" ? decisions.appointed(now, await appointment(room, identity, keys)) : null));
  }

  dismiss(identity: string): Promise<void> {
    return this.#decide((now) => (this.may === "all" ? decisions.dismissed(now, identity) : null));
  }

  end(): Promise<void> {
    return this.#decide(decisions.ended);
  }

  async #decide(intent: Intent): Promise<void> {
    if (this.may === null) return;
    this.#intents.push(intent);
    await this.flush();
  }

  /** Sends what there is to decide, one at a time: each follows what stands when it goes out. */
  async flush(): Promise<void> {
    const { line } = this.context;
    while (this.#sent === null && line.up && this.told.inside()) {
      const intent = this.#intents.shift();
      if (intent === undefined) return;
      const next = this.may === null ? null : await intent(this.charter);
      if (next === null) continue;
      const id = `d${this.#made++}`;
      this.#sent = { id, intent, signed: await this.#sign(next) };
      line.send({ t: "charter", id, body: this.#sent.signed.envelope });
    }
  }

  #sign(next: Charter): Promise<Signed> {
    const { record, suite, conversation } = this.context;
    const charter = { ...decisions.settled(next, (identity) => conversation.state.leaves.has(identity)), n: this.charter.n + 1 };
    // Who was appointed, was so by a charter.
    const creator = this.#standing?.creator ?? suite.publicKey;
    return makeEnvelope(record.room, charter, record.keys, suite.publicKey, creator);
  }

  /** The envelope that the service has taken, if that is what it answers. */
  accepted(id: string): Bytes | null {
    const sent = this.#sent;
    if (sent?.id !== id) return null;
    this.#sent = null;
    return sent.signed.envelope;
  }

  /** True when it was a charter that the service refused. Another was first: what we meant is decided anew upon that one. */
  async refused(id: string, code: string): Promise<boolean> {
    const sent = this.#sent;
    if (sent?.id !== id) return false;
    this.#sent = null;
    if (code === "old_charter" && sent.signed.charter.n <= this.charter.n) this.#intents.unshift(sent.intent);
    await this.flush();
    return true;
  }

  /** The line broke before the answer came. If it is in the log, there is nothing left to decide. */
  lost(): void {
    if (this.#sent !== null) this.#intents.unshift(this.#sent.intent);
    this.#sent = null;
  }
}
