import { FormatError } from "./bytes.ts";
import type { Socket, Surroundings } from "./surroundings.ts";
import { type ClientFrame, readFrame, type ServerFrame, writeFrame } from "./wire.ts";

/** One line to the delivery service over as many WebSockets as it takes: docs/protocol.md section 3. */

export type LineEvent =
  | { readonly t: "frame"; readonly frame: ServerFrame }
  /** The service answered with what is not the protocol. */
  | { readonly t: "garbled" }
  /** The socket is gone; `tries` is how many attempts in a row have come to nothing. */
  | { readonly t: "down"; readonly tries: number };

const PROTOCOL = "folkmoot.v1";
/** Silence after which the service is asked whether it is there, and after which it is not; of a slow line, with so many round trips added. */
const PING_MS = 2000;
const SILENCE_MS = 2500;
const SILENCE_ROUNDS = 5;
/** The same where something else says already that the network is gone or another: it is not the service that is slow. */
const SUSPECT_MS = 1000;
/** A timer that comes so late says that the machine slept, or had no time for us either: then silence says nothing of the line. */
const LATE_MS = 1000;
/** docs/protocol.md section 3; frames are ASCII, so characters are bytes. */
const LARGEST = 2 * 1024 * 1024;
const FIRST_WAIT_MS = 250;
/** People wait for this; after some minutes perhaps nobody does. */
const LONGEST_WAIT_MS = 2000;
const PATIENT_WAIT_MS = 15_000;
const IMPATIENT_TRIES = 60;

/** Close codes of our own making; the service takes anything but 1000 and 1001 for a line that broke. */
const SILENT = 4000;
export const STARTING_OVER = 4001;

export class Line {
  #socket: Socket | null = null;
  #tries = 0;
  #isProven = false;
  #stopped = false;
  #cancelWait: (() => void) | null = null;
  #cancelPing: (() => void) | null = null;
  #askedAt = 0;
  /** ms from the last ping to its answer. */
  #round = 0;

  constructor(
    private readonly address: string,
    private readonly around: Surroundings,
    private readonly on: (event: LineEvent) => void,
  ) {}

  open(): void {
    if (this.#stopped) return;
    this.#cancelWait?.();
    this.#cancelWait = null;
    const socket = this.around.connect(this.address, PROTOCOL);
    this.#socket = socket;
    this.#isProven = false;
    socket.addEventListener("message", (message) => {
      if (this.#socket === socket) this.#receive(message.data);
    });
    // An error is always followed by close, which tells as much.
    socket.addEventListener("close", () => {
      if (this.#socket === socket) this.#down();
    });
    this.#listen(socket);
  }

  /** Whether the service has let us in, and hears us now. Frames for a line that is down are the caller's to send again. */
  get up(): boolean {
    return this.#isProven && this.#isOpen;
  }

  /** Nothing but `hello` goes before `welcome`: the service ends a line that begins otherwise. */
  send(frame: ClientFrame): void {
    if (this.#isProven || frame.t === "hello") this.#write(frame);
  }

  /** The service has let us in: the next failure is the first of its row. */
  proven(): void {
    this.#isProven = true;
    this.#tries = 0;
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === 1;
  }

  #write(frame: ClientFrame): void {
    if (this.#isOpen) this.#socket?.send(writeFrame(frame));
  }

  /** Tries again after a while that doubles, with jitter so that a room does not come back as one. */
  retry(): void {
    if (this.#stopped || this.#cancelWait !== null) return;
    const longest = this.#tries > IMPATIENT_TRIES ? PATIENT_WAIT_MS : LONGEST_WAIT_MS;
    const ceiling = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.max(0, this.#tries - 1));
    const wait = ceiling * (0.5 + this.around.random() / 2);
    this.#cancelWait = this.around.after(wait, () => {
      this.#cancelWait = null;
      this.open();
    });
  }

  /** There is reason to think that the line is dead, or that it might live again: found out now. */
  check(): void {
    if (this.#cancelWait !== null) this.open();
    else if (this.#isOpen && this.#socket !== null) this.#ask(this.#socket, SUSPECT_MS);
  }

  /** Ends this socket and says so as if it had broken. */
  drop(code: number): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#down();
    socket.close(code);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelWait?.();
    this.#cancelPing?.();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  #receive(data: unknown): void {
    if (this.#socket !== null) this.#listen(this.#socket);
    let frame: ServerFrame;
    try {
      if (typeof data !== "string" || data.length > LARGEST) throw new FormatError("frame");
      frame = readFrame(data);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.on({ t: "garbled" });
      return;
    }
    if (frame.t === "pong") this.#round = this.around.now() - this.#askedAt;
    this.on({ t: "frame", frame });
  }

  #down(): void {
    this.#socket = null;
    this.#cancelPing?.();
    this.#tries++;
    this.on({ t: "down", tries: this.#tries });
  }

  /** Something was heard, or a socket is opening: a ping after a while of silence, and a broken line after another. */
  #listen(socket: Socket): void {
    this.#later(PING_MS, () => {
      if (this.#socket === socket) this.#ask(socket, SILENCE_MS);
    });
  }

  /** Before the service has let us in, its silence is the question. */
  #ask(socket: Socket, patience: number): void {
    this.#askedAt = this.around.now();
    this.send({ t: "ping" });
    this.#later(patience + SILENCE_ROUNDS * this.#round, (late) => {
      if (this.#socket !== socket) return;
      if (late) this.#ask(socket, patience);
      else this.drop(SILENT);
    });
  }

  #later(ms: number, act: (late: boolean) => void): void {
    this.#cancelPing?.();
    const due = this.around.now() + ms;
    this.#cancelPing = this.around.after(ms, () => {
      act(this.around.now() - due > LATE_MS);
    });
  }
}
