import { act } from "./commands.ts";
import type { Context } from "./context.ts";
import type { FailureCode, GroupCommand, GroupEvent } from "./contract.ts";
import { Conversation } from "./conversation.ts";
import { Line, type LineEvent } from "./delivery.ts";
import { helloText, identityOf } from "./derive.ts";
import { openerOf } from "./epoch.ts";
import { type History, loadHistory } from "./history.ts";
import { forget, forgetHistory, kept } from "./keeper.ts";
import { assemble, type Parts } from "./parts.ts";
import { limited, LONGEST_NAME } from "./payloads.ts";
import { RoomRecord } from "./record.ts";
import { makeSuite, sign } from "./suite.ts";
import type { Surroundings } from "./surroundings.ts";
import type { EngineAccess, GroupNews, ServerFrame } from "./wire.ts";

/**
 * One person's time in one room, from the lobby to the end. Everything that happens is a task in one queue, done to its end before the
 * next begins; a task that throws ends the session, so that nothing goes on with a group that is not understood.
 */

const LEAVE_MS = 1000;
/** Of its life, when a token is renewed. */
const TOKEN_PART = 0.7;
const LOBBY_TRIES = 6;
const ROOM_PATIENCE_MS = 5 * 60_000;

/** What the service says before it closes, where that is the end of it. */
const FINAL: Readonly<Record<string, FailureCode>> = {
  wrong_link: "wrong_link",
  removed: "removed",
  room_ended: "room_ended",
  room_unknown: "room_unknown",
  replaced: "replaced",
  // We sent what the service does not take: trying again would only repeat it.
  bad_frame: "e2e_worker_failed",
  too_large: "e2e_worker_failed",
};

export class Session {
  #tasks: Promise<void> = Promise.resolve();
  #ended = false;
  #parts: Parts | null = null;
  #record: RoomRecord | null = null;
  #returning: { readonly name: string } | null = null;
  #service: Extract<ServerFrame, { t: "welcome" }> | null = null;
  /** Empty: no way in yet. */
  #path = "";
  #reconnecting = false;
  #leaving = false;
  #downSince: number | null = null;
  #cancelToken: (() => void) | null = null;

  constructor(
    private readonly tell: (event: GroupEvent) => void,
    private readonly around: Surroundings,
  ) {}

  command(command: GroupCommand): void {
    this.#do(() => this.#command(command));
  }

  /** The browser says that there is a network again. */
  online(): void {
    this.#parts?.context.line.check();
  }

  #do(task: () => Promise<void> | void): void {
    this.#tasks = this.#tasks.then(async () => {
      if (this.#ended) return;
      try {
        await task();
        this.#parts?.context.conversation.show();
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
    this.tell({ t: "failed", code });
  }

  /** The room is over, or we are put out of it: nothing of it stays in this browser, as far as the browser can forget. */
  #finish(code: FailureCode): void {
    if (this.#ended) return;
    const room = this.#record?.room;
    this.#stop();
    const told = (): void => {
      this.tell({ t: "failed", code });
    };
    if (room === undefined) told();
    else forget(room).then(told, told);
  }

  #stop(): void {
    this.#ended = true;
    this.#parts?.membership.end();
    this.#parts?.comparing.end();
    this.#parts?.signals.end();
    this.#parts?.context.line.stop();
    this.#cancelToken?.();
    this.#parts = null;
    this.#record = null;
  }

  async #command(command: GroupCommand): Promise<void> {
    if (command.t === "open") {
      if (this.#parts === null) await this.#open(command.room, command.url);
      return;
    }
    const parts = this.#parts;
    if (parts === null) return;
    if (command.t === "join") await this.#join(parts, command.name);
    else if (command.t === "leave") await this.#sayLeave(parts);
    else await act(parts, command);
  }

  async #sayLeave({ context: { line } }: Parts): Promise<void> {
    line.send({ t: "leave" });
    this.#after(LEAVE_MS, () => this.#leave());
    if (!line.up) await this.#leave();
    else this.#leaving = true;
  }

  async #leave(): Promise<void> {
    const room = this.#record?.room;
    const inside = this.#parts?.membership.inside === true;
    this.#stop();
    // From the lobby one goes as one came; who was inside leaves nothing behind.
    if (room !== undefined && inside) await forget(room);
    this.tell({ t: "closed" });
  }

  async #open(room: string, url: string): Promise<void> {
    let record: RoomRecord | null;
    let history: History | null;
    try {
      const found = await kept(room);
      record = found && new RoomRecord(found);
      history = found && (await loadHistory(room, found.cover));
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
    await this.#begin(record, url, history);
  }

  async #begin(record: RoomRecord, url: string, history: History | null): Promise<void> {
    const line = new Line(url, this.around, (event) => {
      this.#do(() => this.#heard(event));
    });
    // The socket opens while keys are made; its frames wait in the queue behind this task.
    line.open();
    const context = await this.#context(record, line);
    const parts: Parts = assemble(context, history, {
      lobby: (news) => {
        this.#lobby(news);
      },
      join: (name) => this.#join(parts, name),
    });
    this.#parts = parts;
    if (history === null) return;
    context.conversation.restore(history, await openerOf(record.room, history.epoch, history.chat));
    this.#returning = { name: record.name };
    await parts.moderation.restore(history.charter);
  }

  async #context(record: RoomRecord, line: Line): Promise<Context> {
    const suite = await makeSuite(record.keys);
    const identity = identityOf(record.room, suite.publicKey);
    const post = (event: GroupEvent): void => {
      // What is under way when the session ends may come to its end, unheard.
      if (!this.#ended) this.tell(event);
    };
    return {
      record,
      identity,
      suite,
      around: this.around,
      conversation: new Conversation(identity, record.creator, post),
      line,
      post,
      fail: (code) => {
        this.#fail(code);
      },
      finish: (code) => {
        this.#finish(code);
      },
      after: (ms, task) => this.#after(ms, task),
    };
  }

  async #join({ context, door, membership }: Parts, name: string): Promise<void> {
    if (door.shut) {
      door.bump();
      return;
    }
    const { conversation, record } = context;
    const shown = limited(name, LONGEST_NAME);
    conversation.apply({ t: "name", name: shown });
    record.rename(shown);
    await membership.join();
    // Afterwards: the commit is on its way, and nothing may stand in it.
    if (!this.#ended) await record.save();
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
      this.tell({ t: "connection", state: "reconnecting" });
    }
    parts.membership.down();
    parts.context.line.retry();
  }

  async #frame(parts: Parts, frame: ServerFrame): Promise<void> {
    const { context, door, knocks, membership, moderation, signals, voice } = parts;
    switch (frame.t) {
      case "challenge":
        await this.#hello(parts, frame);
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
        await membership.accepted(frame.id, frame.seq);
        return;
      case "refused":
        if (door.refused(frame.id) || (await moderation.refused(frame.id, frame.code))) return;
        if (!(await membership.refusedCommit(frame.id, frame.code))) await voice.refused(frame.id, frame.code);
        return;
      case "signal":
        await signals.heard(frame);
        return;
      case "knock":
        await knocks.heard(frame.identity, frame.body);
        return;
      case "admitted":
        await door.review();
        return;
      case "declined":
        door.declined();
        return;
      case "presence":
        context.conversation.apply({ t: "presence", identity: frame.identity, state: frame.state });
        return;
      case "token":
        if (this.#path !== "") this.#engine({ path: this.#path, ...frame.way });
        return;
      case "engine":
        this.#access(frame.engine);
        return;
      case "pong":
        return;
      case "error":
        this.#error(parts, frame.code);
    }
  }

  async #hello({ context, membership }: Parts, { nonce, link }: Extract<ServerFrame, { t: "challenge" }>): Promise<void> {
    const { record, suite, line } = context;
    record.challenged(link);
    const signature = await sign(record.keys, helloText(nonce, record.room));
    line.send({ t: "hello", token: record.token, key: suite.publicKey, signature, resume: membership.resume });
  }

  async #welcome({ context, door, knocks, membership, moderation, signals }: Parts, frame: Extract<ServerFrame, { t: "welcome" }>): Promise<void> {
    if (frame.identity !== context.identity) {
      this.#fail("e2e_identity_changed");
      return;
    }
    context.line.proven();
    this.#service = frame;
    this.#downSince = null;
    signals.restart();
    knocks.restart();
    // Not to who stands outside a locked room.
    if (frame.engine !== null) this.#access(frame.engine);
    if (this.#reconnecting) {
      this.#reconnecting = false;
      this.tell({ t: "connection", state: "online" });
    }
    moderation.show();
    await membership.welcome(frame.news);
    await door.welcomed();
  }

  #error({ context, membership }: Parts, code: string): void {
    const final = FINAL[code];
    // It has opened the door before, or the room has had another since.
    if (code === "wrong_link" && (this.#service !== null || context.record.replaced)) this.#fail("link_changed");
    else if (final !== undefined) this.#fail(final);
    // With nobody waiting for us inside, to be told to wait is an answer for the person.
    else if (code === "rate_limited" && !membership.inside) this.#fail("rate_limited");
    else if (code === "resume_gone") membership.forgetLog();
  }

  #access(engine: EngineAccess): void {
    this.#path = engine.path;
    this.#engine(engine);
  }

  #engine({ path, token, validFor, run }: EngineAccess): void {
    this.tell({ t: "engine", path, token, validFor, run });
    this.#cancelToken?.();
    this.#cancelToken = this.#after(validFor * TOKEN_PART * 1000, () => {
      this.#parts?.context.line.send({ t: "token" });
    });
  }

  #lobby(news: GroupNews): void {
    const parts = this.#parts;
    if (parts === null || this.#service === null || parts.signals.begun) return;
    const { identity } = parts.context;
    const { members } = parts.membership.lobby;
    const left = new Set(news.members.filter(({ state }) => state === "left").map((member) => member.identity));
    if (members.some((member) => member.identity === identity)) this.#returning ??= { name: this.#record?.name ?? "" };
    const { capacity, full } = this.#service;
    const people = members.filter((member) => member.identity !== identity && !left.has(member.identity)).length;
    this.tell({ t: "ready", identity, people, full, capacity, returning: this.#returning });
  }
}
