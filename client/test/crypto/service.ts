import { type Bytes, concat, copy, fromBase64, hex, toBase64 } from "../../src/crypto/bytes.ts";
import { identityOf } from "../../src/crypto/derive.ts";
import { type Entry, type EntryKind, firstHead, type Head, nextHead } from "../../src/crypto/log.ts";
import type { Socket } from "../../src/crypto/surroundings.ts";

import { Doorkeeper } from "./doorkeeper.ts";

/**
 * A small delivery service in memory, of one room, as docs/protocol.md sections 3 and 9 have it. Unlike the real one it can be told to lie, and
 * members leave and come back when a test says so.
 */

interface ClientFrame {
  readonly t: string;
  readonly id?: string;
  readonly epoch?: number | null;
  readonly message?: string | null;
  readonly group_info?: string;
  readonly body?: string;
  readonly to?: string | null;
  readonly hash?: string;
  readonly key?: string;
  readonly token?: string;
  readonly auth?: string;
  readonly link?: number;
  readonly identity?: string;
  readonly resume?: { readonly seq: number } | null;
}

class ServiceSocket implements Socket {
  readyState = 0;
  identity = "";
  subscribed = false;
  knock: string | null = null;
  readonly #listeners: { readonly type: "message" | "close"; readonly listener: (event: MessageEvent<unknown>) => void }[] = [];

  constructor(private readonly service: MemoryService) {}

  addEventListener(type: "message" | "close", listener: (event: MessageEvent<unknown>) => void): void {
    this.#listeners.push({ type, listener });
  }

  #dispatch(type: "message" | "close", data: string): void {
    for (const each of this.#listeners) if (each.type === type) each.listener(new MessageEvent(type, { data }));
  }

  tell(frame: object): void {
    queueMicrotask(() => {
      if (this.readyState === 1) this.#dispatch("message", JSON.stringify(frame));
    });
  }

  hearRaw(data: string): void {
    this.#dispatch("message", data);
  }

  send(frame: string): void {
    const parsed = JSON.parse(frame) as ClientFrame;
    queueMicrotask(() => {
      if (this.readyState === 1) this.service.hear(this, parsed);
    });
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.service.gone(this);
    queueMicrotask(() => {
      this.#dispatch("close", "");
    });
  }
}

export class MemoryService {
  readonly entries: Entry[] = [];
  /** What the service says of the head instead of the truth. */
  lieAboutHead = false;
  /** Changes an entry on its way to one person. */
  bend: ((to: string, entry: Entry) => Entry) | null = null;
  /** Nobody hears anybody's signals. */
  deaf = false;
  /** Says of every commit that its epoch has passed, and offers that epoch. */
  contradicts = false;
  /** The answer to every commit. */
  refuse: string | null = null;
  /** No commit is answered. */
  hold = false;
  /** Nobody is shown out, whatever a charter says. */
  lenient = false;
  /** Nobody gets in. */
  down = false;
  /** Identity of the creator. */
  creator = "";
  readonly door = new Doorkeeper(() => this.creator);
  /** What the service says of the newest charter instead of the truth, in base64. */
  pretended: string | null | undefined = undefined;
  /** Looks on when something has been appended, before anybody can answer to it. */
  onlooker: ((entry: Entry) => void) | null = null;
  /** Entries that somebody is not shown. */
  hide: ((to: string, entry: Entry) => boolean) | null = null;
  readonly rejects: { readonly identity: string; readonly epoch: number; readonly hash: string }[] = [];
  readonly #sockets = new Set<ServiceSocket>();
  readonly #left = new Set<string>();
  readonly #known = new Set<string>();
  #head: Head;
  #epoch: number | null = null;
  #groupInfo: string | null = null;
  readonly #infos = new Map<number, string>();

  constructor(readonly room: string) {
    this.#head = firstHead(room);
  }

  connect(): ServiceSocket {
    const socket = new ServiceSocket(this);
    setTimeout(() => {
      if (this.down) {
        socket.close();
        return;
      }
      socket.readyState = 1;
      this.#sockets.add(socket);
      socket.tell({ t: "challenge", nonce: toBase64(new Uint8Array(32)), version: 1, link: this.door.version });
    });
    return socket;
  }

  /** Of the epoch that stands. */
  get groupInfo(): Bytes {
    return fromBase64(this.#groupInfo ?? "");
  }

  /** Breaks everybody's line, or one person's. */
  cut(identity?: string): void {
    for (const socket of this.#sockets) if (identity === undefined || socket.identity === identity) socket.close();
  }

  /** Whatever it is, to one person. */
  babble(identity: string, data: string): void {
    for (const socket of this.#sockets) if (socket.identity === identity) socket.hearRaw(data);
  }

  gone(socket: ServiceSocket): void {
    this.#sockets.delete(socket);
  }

  /** As when the time is over for somebody who went away. */
  leave(identity: string): void {
    this.#left.add(identity);
    this.#append("left", this.#epoch ?? 0, identity, new Uint8Array());
  }

  /** A commit put into the log behind everybody's back. */
  force(from: string, message: Bytes): void {
    const epoch = this.#epoch ?? 0;
    this.#epoch = epoch + 1;
    this.#append("commit", epoch, from, message);
  }

  reopen(epoch: number, hash: Bytes): void {
    this.#epoch = epoch;
    this.#groupInfo = this.#infos.get(epoch) ?? null;
    this.#append("reopen", epoch, "", hash);
  }

  /** An error as section 3.6 has it. */
  fail(identity: string, code: string): void {
    for (const socket of this.#sockets) if (socket.identity === identity) this.#end(socket, code);
  }

  #end(socket: ServiceSocket, code: string): void {
    socket.tell({ t: "error", code, message: code });
    setTimeout(() => {
      socket.close();
    });
  }

  /** An entry put into the log behind everybody's back. */
  put(kind: EntryKind, from: string, body: Bytes): void {
    this.#append(kind, this.#epoch ?? 0, from, body);
  }

  hear(socket: ServiceSocket, frame: ClientFrame): void {
    const bytes = (text: string | null | undefined): Bytes => fromBase64(text ?? "");
    switch (frame.t) {
      case "hello":
        this.#hello(socket, bytes(frame.key), bytes(frame.token), frame.resume?.seq ?? null);
        return;
      case "charter":
        this.#charter(socket, frame.id, frame.body ?? "");
        return;
      case "knock":
        this.#knock(socket, frame.body ?? null);
        return;
      case "decline":
        for (const other of this.#sockets) {
          if (other.identity !== frame.identity || other.knock === null) continue;
          this.#knock(other, null);
          other.tell({ t: "declined" });
        }
        return;
      case "commit":
        this.#commit(socket, frame, bytes(frame.message));
        return;
      case "message": {
        if (frame.epoch !== this.#epoch) socket.tell({ t: "refused", id: frame.id, code: "old_epoch", epoch: this.#epoch });
        else {
          socket.tell({ t: "accepted", id: frame.id, seq: this.#head.n + 1 });
          this.#append("message", frame.epoch ?? 0, socket.identity, bytes(frame.body), socket);
        }
        return;
      }
      case "signal":
        if (this.deaf) return;
        for (const other of this.#sockets) {
          if (other !== socket && other.subscribed && (frame.to == null || frame.to === other.identity)) {
            other.tell({ t: "signal", from: socket.identity, epoch: frame.epoch, body: frame.body });
          }
        }
        return;
      case "reject":
        this.rejects.push({ identity: socket.identity, epoch: frame.epoch ?? 0, hash: hex(bytes(frame.hash)) });
        return;
      case "leave":
        this.leave(socket.identity);
        socket.close();
        return;
      case "ping":
        socket.tell({ t: "pong" });
    }
  }

  #charter(socket: ServiceSocket, id: string | undefined, envelope: string): void {
    const removed = socket.subscribed ? this.door.take(envelope) : null;
    if (removed === null) {
      socket.tell({ t: "refused", id, code: socket.subscribed ? "old_charter" : "not_a_member", epoch: this.#epoch });
      return;
    }
    socket.tell({ t: "accepted", id, seq: this.#head.n + 1 });
    this.#append("charter", this.#epoch ?? 0, socket.identity, fromBase64(envelope), socket);
    const { ended, locked, admitted } = this.door.charter;
    for (const other of this.#sockets) {
      if (ended && !this.lenient) this.#end(other, "room_ended");
      else if (!this.lenient && removed.includes(other.identity)) this.#end(other, "removed");
      else if (!other.subscribed && other.identity !== "" && removed.length > 0) this.#end(other, "wrong_link");
      else if (!other.subscribed && other.identity !== "") other.tell({ t: "group", ...this.#news(), full: false });
      if (!locked) this.#knock(other, null);
      if (!other.subscribed && admitted.includes(other.identity)) other.tell({ t: "admitted" });
    }
  }

  #knock(socket: ServiceSocket, body: string | null): void {
    if (socket.knock === body) return;
    socket.knock = body;
    for (const other of this.#sockets) if (other.subscribed) other.tell({ t: "knock", identity: socket.identity, body });
  }

  #hello(socket: ServiceSocket, key: Bytes, token: Bytes, resume: number | null): void {
    socket.identity = identityOf(this.room, key);
    const refusal = this.door.refusal(token, socket.identity, this.#known.has(socket.identity) && (resume !== null || !this.#left.has(socket.identity)));
    if (refusal !== null) {
      this.#end(socket, refusal);
      return;
    }
    if (resume !== null && !this.#known.has(socket.identity)) {
      this.#end(socket, "resume_gone");
      return;
    }
    if (resume !== null && this.#left.delete(socket.identity)) this.#append("back", this.#epoch ?? 0, socket.identity, new Uint8Array());
    const engine = { path: "/engine", token: "token", expires_in: 600, run: "1" };
    socket.tell({ t: "welcome", identity: socket.identity, ...this.#news(), capacity: 12, full: false, engine });
    if (resume === null) return;
    socket.subscribed = true;
    for (const entry of this.entries.filter(({ seq }) => seq > resume)) this.#show(socket, entry);
    for (const other of this.#sockets) if (other.knock !== null) socket.tell({ t: "knock", identity: other.identity, body: other.knock });
  }

  #commit(socket: ServiceSocket, frame: ClientFrame, message: Bytes): void {
    if (frame.epoch !== this.#epoch || this.contradicts) {
      socket.tell({ t: "conflict", id: frame.id, code: 409, ...this.#news() });
      return;
    }
    if (this.hold) return;
    if (this.refuse !== null) {
      socket.tell({ t: "refused", id: frame.id, code: this.refuse, epoch: this.#epoch });
      return;
    }
    const member = this.#known.has(socket.identity) && !this.#left.has(socket.identity);
    if (!member && !this.door.lets(socket.identity)) {
      socket.tell({ t: "refused", id: frame.id, code: "room_locked", epoch: this.#epoch });
      return;
    }
    if (!this.door.renew(frame.auth, frame.link, member && !socket.subscribed)) {
      socket.tell({ t: "refused", id: frame.id, code: "invalid", epoch: this.#epoch });
      return;
    }
    this.#knock(socket, null);
    const before = this.#epoch;
    this.#epoch = before === null ? 0 : before + 1;
    this.#groupInfo = frame.group_info ?? null;
    this.#infos.set(this.#epoch, frame.group_info ?? "");
    this.#left.delete(socket.identity);
    this.#known.add(socket.identity);
    this.#append(before === null ? "created" : "commit", before ?? 0, socket.identity, message, socket);
    socket.subscribed = true;
    const { seq, head, members } = this.#news();
    socket.tell({ t: "committed", id: frame.id, seq, epoch: this.#epoch, head, members });
    for (const other of this.#sockets) if (other.knock !== null) socket.tell({ t: "knock", identity: other.identity, body: other.knock });
    for (const other of this.#sockets) if (!other.subscribed && other.identity !== "") other.tell({ t: "group", ...this.#news(), full: false });
  }

  #append(kind: EntryKind, epoch: number, from: string, body: Bytes, but?: ServiceSocket): void {
    const entry = { seq: this.#head.n + 1, kind, epoch, from, body };
    this.#head = nextHead(this.#head, entry);
    this.entries.push(entry);
    for (const socket of this.#sockets) if (socket.subscribed && socket !== but) this.#show(socket, entry);
    this.onlooker?.(entry);
  }

  #show(socket: ServiceSocket, given: Entry): void {
    if (this.hide?.(socket.identity, given) === true) return;
    const entry = this.bend?.(socket.identity, given) ?? given;
    socket.tell({ t: "entry", ...entry, body: toBase64(entry.body) });
  }

  #news(): { epoch: number | null; group_info: string | null; seq: number; head: string; members: { identity: string; state: string }[]; charter: string | null } {
    const here = new Set([...this.#sockets].map(({ identity }) => identity));
    const state = (identity: string): string => (this.#left.has(identity) ? "left" : here.has(identity) ? "here" : "away");
    const hash = this.lieAboutHead ? copy(concat(this.#head.hash.subarray(1), Uint8Array.of(0))) : this.#head.hash;
    return {
      epoch: this.#epoch,
      group_info: this.#groupInfo,
      seq: this.#head.n,
      head: toBase64(hash),
      members: [...this.#known].map((identity) => ({ identity, state: state(identity) })),
      charter: this.pretended === undefined ? this.door.envelope : this.pretended,
    };
  }
}
