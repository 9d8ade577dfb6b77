import { type Bytes, concat, copy, fromBase64, hex, toBase64 } from "../../src/crypto/bytes.ts";
import { identityOf } from "../../src/crypto/derive.ts";
import { type Entry, type EntryKind, firstHead, type Head, nextHead } from "../../src/crypto/log.ts";
import type { Socket } from "../../src/crypto/surroundings.ts";

/**
 * A small delivery service in memory, of one room, as docs/protocol.md section 3 has it. Unlike the real one it can be told to lie, and
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
  readonly resume?: { readonly seq: number } | null;
}

class ServiceSocket implements Socket {
  readyState = 0;
  identity = "";
  subscribed = false;
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
  /** The answer to every commit. */
  refuse: string | null = null;
  /** Nobody gets in. */
  down = false;
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
      socket.tell({ t: "challenge", nonce: toBase64(new Uint8Array(32)), version: 1 });
    });
    return socket;
  }

  /** Breaks everybody's line, or one person's. */
  cut(identity?: string): void {
    for (const socket of this.#sockets) if (identity === undefined || socket.identity === identity) socket.close();
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
    for (const socket of this.#sockets) {
      if (socket.identity !== identity) continue;
      socket.tell({ t: "error", code, message: code });
      setTimeout(() => {
        socket.close();
      });
    }
  }

  hear(socket: ServiceSocket, frame: ClientFrame): void {
    const bytes = (text: string | null | undefined): Bytes => fromBase64(text ?? "");
    switch (frame.t) {
      case "hello":
        this.#hello(socket, bytes(frame.key), frame.resume?.seq ?? null);
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

  #hello(socket: ServiceSocket, key: Bytes, resume: number | null): void {
    socket.identity = identityOf(this.room, key);
    if (resume !== null && !this.#known.has(socket.identity)) {
      socket.tell({ t: "error", code: "resume_gone", message: "gone" });
      setTimeout(() => {
        socket.close();
      });
      return;
    }
    if (resume !== null && this.#left.delete(socket.identity)) this.#append("back", this.#epoch ?? 0, socket.identity, new Uint8Array());
    const engine = { path: "/engine", token: "token", expires_in: 600, run: "1" };
    socket.tell({ t: "welcome", identity: socket.identity, ...this.#news(), capacity: 12, full: false, engine });
    if (resume === null) return;
    socket.subscribed = true;
    for (const entry of this.entries.filter(({ seq }) => seq > resume)) this.#show(socket, entry);
  }

  #commit(socket: ServiceSocket, frame: ClientFrame, message: Bytes): void {
    if (frame.epoch !== this.#epoch) {
      socket.tell({ t: "conflict", id: frame.id, code: 409, ...this.#news() });
      return;
    }
    if (this.refuse !== null) {
      socket.tell({ t: "refused", id: frame.id, code: this.refuse, epoch: this.#epoch });
      return;
    }
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
    for (const other of this.#sockets) if (!other.subscribed && other.identity !== "") other.tell({ t: "group", ...this.#news(), full: false });
  }

  #append(kind: EntryKind, epoch: number, from: string, body: Bytes, but?: ServiceSocket): void {
    const entry = { seq: this.#head.n + 1, kind, epoch, from, body };
    this.#head = nextHead(this.#head, entry);
    this.entries.push(entry);
    for (const socket of this.#sockets) if (socket.subscribed && socket !== but) this.#show(socket, entry);
  }

  #show(socket: ServiceSocket, given: Entry): void {
    const entry = this.bend?.(socket.identity, given) ?? given;
    socket.tell({ t: "entry", ...entry, body: toBase64(entry.body) });
  }

  #news(): { epoch: number | null; group_info: string | null; seq: number; head: string; members: { identity: string; state: string }[] } {
    const here = new Set([...this.#sockets].map(({ identity }) => identity));
    const state = (identity: string): string => (this.#left.has(identity) ? "left" : here.has(identity) ? "here" : "away");
    const hash = this.lieAboutHead ? copy(concat(this.#head.hash.subarray(1), Uint8Array.of(0))) : this.#head.hash;
    return {
      epoch: this.#epoch,
      group_info: this.#groupInfo,
      seq: this.#head.n,
      head: toBase64(hash),
      members: [...this.#known].map((identity) => ({ identity, state: state(identity) })),
    };
  }
}
