import type { Bytes } from "./bytes.ts";
import type { Context } from "./context.ts";
import type { FailureCode, GroupCommand, GroupEvent } from "./contract.ts";
import { agrees, Conversation } from "./conversation.ts";
import { Line, type LineEvent } from "./delivery.ts";
import { helloText, identityOf, linkPsk, pskId, roomToken } from "./derive.ts";
import { type EpochKeys, openerOf } from "./epoch.ts";
import type { Group } from "./group.ts";
import { type History, loadHistory } from "./history.ts";
import { Joining } from "./joining.ts";
import { forget, forgetHistory, keep, kept, type KeptRoom } from "./keeper.ts";
import { Log } from "./log.ts";
import { Lookout } from "./lookout.ts";
import { Membership } from "./membership.ts";
import { Memory } from "./memory.ts";
import { LONGEST_NAME, LONGEST_TEXT } from "./payloads.ts";
import { makeSuite, sign } from "./suite.ts";
import type { Surroundings } from "./surroundings.ts";
import { Voice } from "./voice.ts";
import type { EngineAccess, GroupNews, ServerFrame } from "./wire.ts";
import { safetyWords } from "./words.ts";

/**
 * One person's time in one room, from the lobby to the end. Everything that happens is a task in one queue, done to its end before the
 * next begins; a task that throws ends the session, so that nothing goes on with a group that is not understood.
 */

const HEARTBEAT_MS = 10_000;
const LEAVE_MS = 1000;
/** Of its life, when a token is renewed. */
const TOKEN_PART = 0.7;
const LOBBY_TRIES = 6;
const ROOM_PATIENCE_MS = 5 * 60_000;

/** What the service says before it closes, where that is the end of it. */
const FINAL: Readonly<Record<string, FailureCode>> = {
  wrong_link: "wrong_link",
  room_unknown: "room_unknown",
  replaced: "replaced",
  // We sent what the service does not take: trying again would only repeat it.
  bad_frame: "e2e_worker_failed",
  too_large: "e2e_worker_failed",
};

/** The parts, once the room's record is open. */
interface Parts {
  readonly context: Context;
  readonly conversation: Conversation;
  readonly line: Line;
  readonly membership: Membership;
  readonly voice: Voice;
}

export class Session {
  #tasks: Promise<void> = Promise.resolve();
  #ended = false;
  #parts: Parts | null = null;
  #record: KeptRoom | null = null;
  #returning: { readonly name: string } | null = null;
  #service: Extract<ServerFrame, { t: "welcome" }> | null = null;
  #path = "";
  #reconnecting = false;
  #leaving = false;
  #wordsWanted = false;
  #epochNow: { readonly epoch: number; readonly authenticator: Bytes; readonly room: string } | null = null;
  #downSince: number | null = null;
  #cancelToken: (() => void) | null = null;
  #cancelHeartbeat: (() => void) | null = null;
  readonly #lookout = new Lookout();

  constructor(
    private readonly post: (event: GroupEvent) => void,
    private readonly around: Surroundings,
  ) {}

  command(command: GroupCommand): void {
    this.#do(() => this.#command(command));
  }

  /** The browser says that there is a network again. */
  online(): void {
    this.#parts?.line.check();
  }

  #do(task: () => Promise<void> | void): void {
    this.#tasks = this.#tasks.then(async () => {
      if (this.#ended) return;
      try {
        await task();
        this.#parts?.conversation.show();
      } catch {
        // What exactly went wrong may name what must not be told; that it went wrong is enough to stop.
        this.#fail("e2e_group_failed");
      }
    });
  }

  #after(ms: number, task: () => Promise<void> | void): () => void {
    return this.around.after(ms, () => {
      this.#do(task);
    });
  }

  #fail(code: FailureCode): void {
    if (this.#ended) return;
    const room = this.#record?.room;
    this.#stop();
    // A place in a log that is not the others' would fail the next joining too. A browser that cannot forget cannot keep either.
    if (code === "e2e_log_forked" && room !== undefined) forgetHistory(room).catch(() => undefined);
    this.post({ t: "failed", code });
  }

  #stop(): void {
    this.#ended = true;
    this.#parts?.membership.end();
    this.#parts?.line.stop();
    this.#cancelToken?.();
    this.#cancelHeartbeat?.();
    this.#parts = null;
    this.#record = null;
    this.#epochNow = null;
  }

  async #command(command: GroupCommand): Promise<void> {
    if (command.t === "open") {
      if (this.#parts === null) await this.#open(command.room, command.url);
      return;
    }
    const parts = this.#parts;
    if (parts === null) return;
    switch (command.t) {
      case "join":
        await this.#join(parts, command.name);
        return;
      case "chat": {
        const text = limited(command.text, LONGEST_TEXT);
        if (text === "") return;
        const at = this.around.now();
        parts.conversation.apply({ t: "wrote", id: command.id, text, at });
        await parts.voice.say({ type: "chat", id: command.id, text, at });
        return;
      }
      case "hand":
        await parts.voice.say({ type: "hand", up: command.up });
        return;
      case "words":
        this.#wordsWanted = true;
        this.#makeWords();
        return;
      case "keyframe":
        await parts.voice.signal({ type: "keyframe" }, command.identity);
        return;
      case "access":
        parts.line.send({ t: "token" });
        return;
      case "check":
        parts.line.check();
        return;
      case "leave":
        parts.line.send({ t: "leave" });
        this.#after(LEAVE_MS, () => this.#leave());
        if (!parts.line.up) await this.#leave();
        else this.#leaving = true;
    }
  }

  async #leave(): Promise<void> {
    const room = this.#record?.room;
    const inside = this.#parts?.membership.inside === true;
    this.#stop();
    // From the lobby one goes as one came; who was inside leaves nothing behind.
    if (room !== undefined && inside) await forget(room);
    this.post({ t: "closed" });
  }

  async #open(room: string, url: string): Promise<void> {
    let record: KeptRoom | null;
    let history: History | null;
    try {
      record = await kept(room);
      history = record === null ? null : await loadHistory(room, record.cover);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.#fail("storage_refused");
      return;
    }
    if (record === null) {
      this.#fail("e2e_key_lost");
      return;
    }
    this.#record = record;
    await this.#assemble(record, url, history);
  }

  async #assemble(record: KeptRoom, url: string, history: History | null): Promise<void> {
    const { room, keys } = record;
    const line = new Line(url, this.around, (event) => {
      this.#do(() => this.#heard(event));
    });
    // The socket opens while keys are made; its frames wait in the queue behind this task.
    line.open();
    const suite = await makeSuite(keys);
    const identity = identityOf(room, suite.publicKey);
    const psk = { id: pskId(room), secret: linkPsk(record.secret, room) };
    const conversation = new Conversation(identity, record.creator, this.post);
    const context: Context = {
      record,
      identity,
      suite,
      psk,
      around: this.around,
      conversation,
      line,
      post: this.post,
      fail: (code) => {
        this.#fail(code);
      },
      after: (ms, task) => this.#after(ms, task),
    };
    const voice = new Voice(context, () => this.#record?.name ?? "");
    const membership = new Membership(context, new Joining(room, keys, psk, suite), voice, history && new Log(history.head), {
      lobby: (news) => {
        this.#lobby(news);
      },
      epoch: (epochKeys, group, first) => {
        this.#epoch(epochKeys, group, first);
      },
      changed: () => {
        memory.changed();
      },
    });
    const memory = new Memory(context, membership);
    if (history !== null) conversation.restore(history, await openerOf(room, history.epoch, history.chat));
    if (history !== null) this.#returning = { name: record.name };
    this.#parts = { context, conversation, line, membership, voice };
  }

  async #join(parts: Parts, name: string): Promise<void> {
    const shown = limited(name, LONGEST_NAME);
    parts.conversation.apply({ t: "name", name: shown });
    if (this.#record !== null) this.#record = { ...this.#record, name: shown };
    await parts.membership.join();
    // Afterwards: the commit is on its way, and nothing may stand in it.
    if (this.#record !== null) await keep(this.#record);
  }

  async #heard(event: LineEvent): Promise<void> {
    const parts = this.#parts;
    if (parts === null) return;
    if (event.t === "frame") await this.#frame(parts, event.frame);
    else if (event.t === "garbled") this.#fail("server_garbled");
    else await this.#down(parts, event.tries);
  }

  async #down(parts: Parts, tries: number): Promise<void> {
    if (this.#leaving) {
      await this.#leave();
      return;
    }
    const now = this.around.now();
    this.#downSince ??= now;
    const inside = this.#service !== null;
    if (inside ? now - this.#downSince > ROOM_PATIENCE_MS : tries >= LOBBY_TRIES) {
      this.#fail("server_unreachable");
      return;
    }
    if (inside && !this.#reconnecting) {
      this.#reconnecting = true;
      this.post({ t: "connection", state: "reconnecting" });
    }
    parts.membership.down();
    parts.line.retry();
  }

  async #frame(parts: Parts, frame: ServerFrame): Promise<void> {
    const { membership, conversation, voice } = parts;
    switch (frame.t) {
      case "challenge":
        await this.#hello(parts, frame.nonce);
        return;
      case "welcome":
        await this.#welcome(parts, frame);
        return;
      case "group":
        if (this.#service !== null) this.#service = { ...this.#service, full: frame.full };
        await membership.news(frame.news);
        return;
      case "entry":
        await membership.entry(frame.entry);
        return;
      case "committed":
        await membership.committed(frame);
        return;
      case "conflict":
        membership.conflict(frame);
        return;
      case "accepted":
        membership.accepted(frame.id, frame.seq);
        return;
      case "refused":
        if (!membership.refusedCommit(frame.id, frame.code)) await voice.refused(frame.id, frame.code);
        return;
      case "signal":
        await this.#signal(parts, frame);
        return;
      case "presence":
        conversation.apply({ t: "presence", identity: frame.identity, state: frame.state });
        return;
      case "token":
        this.#engine({ path: this.#path, ...frame.way });
        return;
      case "engine":
        this.#path = frame.engine.path;
        this.#engine(frame.engine);
        return;
      case "pong":
        return;
      case "error":
        this.#error(parts, frame.code);
    }
  }

  async #hello({ context, membership }: Parts, nonce: Uint8Array): Promise<void> {
    const { record, suite, line } = context;
    const signature = await sign(record.keys, helloText(nonce, record.room));
    line.send({ t: "hello", token: roomToken(record.secret, record.room), key: suite.publicKey, signature, resume: membership.resume });
  }

  async #welcome({ context, line, membership }: Parts, frame: Extract<ServerFrame, { t: "welcome" }>): Promise<void> {
    if (frame.identity !== context.identity) {
      this.#fail("e2e_identity_changed");
      return;
    }
    line.proven();
    this.#service = frame;
    this.#downSince = null;
    this.#lookout.restart();
    this.#path = frame.engine.path;
    this.#engine(frame.engine);
    if (this.#reconnecting) {
      this.#reconnecting = false;
      this.post({ t: "connection", state: "online" });
    }
    await membership.welcome(frame.news);
  }

  #error({ membership }: Parts, code: string): void {
    const final = FINAL[code];
    if (final !== undefined) this.#fail(final);
    // With nobody waiting for us inside, to be told to wait is an answer for the person.
    else if (code === "rate_limited" && !membership.inside) this.#fail("rate_limited");
    else if (code === "resume_gone") membership.forgetLog();
  }

  #engine({ path, token, validFor, run }: EngineAccess): void {
    this.post({ t: "engine", path, token, validFor, run });
    this.#cancelToken?.();
    this.#cancelToken = this.#after(validFor * TOKEN_PART * 1000, () => {
      this.#parts?.line.send({ t: "token" });
    });
  }

  async #signal({ conversation, membership }: Parts, frame: Extract<ServerFrame, { t: "signal" }>): Promise<void> {
    const { current } = membership;
    if (current === null) return;
    if (frame.epoch > current.keys.epoch) this.#lookout.spoke(frame.from, frame.epoch);
    const payload = await conversation.signal(frame.from, frame.epoch, frame.body, current.log);
    if (payload !== null) this.#lookout.heard(frame.from);
    if (payload?.type === "keyframe") this.post({ t: "keyframe", from: frame.from });
    if (payload?.type === "heartbeat" && !agrees(payload, current.keys.gossip)) {
      this.post({ t: "mismatch", identity: frame.from, what: "authenticator" });
    }
  }

  #lobby(news: GroupNews): void {
    const parts = this.#parts;
    if (parts === null || this.#service === null || this.#cancelHeartbeat !== null) return;
    const { identity } = parts.context;
    const { members } = parts.membership.lobby;
    const left = new Set(news.members.filter(({ state }) => state === "left").map((member) => member.identity));
    if (members.some((member) => member.identity === identity)) this.#returning ??= { name: this.#record?.name ?? "" };
    const { capacity, full } = this.#service;
    const people = members.filter((member) => member.identity !== identity && !left.has(member.identity)).length;
    this.post({ t: "ready", identity, people, full, capacity, returning: this.#returning });
  }

  #epoch(keys: EpochKeys, group: Group, first: boolean): void {
    if (first) this.#beat();
    this.#epochNow = { epoch: keys.epoch, authenticator: group.authenticator, room: group.room };
    if (this.#wordsWanted) this.#makeWords();
  }

  /** Outside the queue: stretching takes long, and nothing else has to wait for it. */
  #makeWords(): void {
    const now = this.#epochNow;
    if (now === null) return;
    safetyWords(now.authenticator, now.room).then(
      (words) => {
        if (this.#ended || this.#epochNow !== now) return;
        this.#wordsWanted = false;
        this.post({ t: "words", epoch: now.epoch, words });
      },
      () => {
        this.#fail("e2e_group_failed");
      },
    );
  }

  /** A heartbeat now and then, as long as the session lasts. */
  #beat(): void {
    this.#cancelHeartbeat?.();
    this.#cancelHeartbeat = this.#after(HEARTBEAT_MS, async () => {
      const parts = this.#parts;
      const current = parts?.membership.current ?? null;
      if (parts !== null && current !== null) {
        await parts.voice.signal({ type: "heartbeat", authenticator: current.keys.gossip }, null);
        this.#look(parts, current);
      }
      this.#beat();
    });
  }

  #look({ context, conversation }: Parts, { keys, log }: { readonly keys: EpochKeys; readonly log: Log }): void {
    if (this.#reconnecting) return;
    const others = [...conversation.state.leaves.keys()].filter((identity) => identity !== context.identity);
    const { silent, withheld } = this.#lookout.look({ others, epoch: keys.epoch, awaited: log.awaited });
    for (const identity of silent) conversation.apply({ t: "presence", identity, state: "away" });
    if (withheld !== null) this.post({ t: "mismatch", identity: withheld, what: "log" });
  }
}

/** At most `longest` code points, and no half of one. */
function limited(text: string, longest: number): string {
  return Array.from(text.toWellFormed().trim()).slice(0, longest).join("");
}
