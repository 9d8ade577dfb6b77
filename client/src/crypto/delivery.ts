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
const PING_MS = 10_000;
const SILENCE_MS = 10_000;
/** docs/protocol.md section 3; frames are ASCII, so characters are bytes. */
const LARGEST = 2 * 1024 * 1024;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

/** Close codes of our own making; the service takes anything but 1000 and 1001 for a line that broke. */
const SILENT = 4000;
export const STARTING_OVER = 4001;

export class Line {
  #socket: Socket | null = null;
  #tries = 0;
  #stopped = false;
  #cancelWait: (() => void) | null = null;
  #cancelPing: (() => void) | null = null;

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
    socket.addEventListener("message", (message) => {
      if (this.#socket === socket) this.#receive(message.data);
    });
    // An error is always followed by close, which tells as much.
    socket.addEventListener("close", () => {
      if (this.#socket === socket) this.#down();
    });
    this.#listen(socket);
  }

  /** Whether a frame can be written now. Frames for a line that is down are the caller's to send again. */
  get up(): boolean {
    return this.#socket?.readyState === 1;
  }

  send(frame: ClientFrame): void {
    if (this.up) this.#socket?.send(writeFrame(frame));
  }

  /** The service has let us in: the next failure is the first of its row. */
  proven(): void {
    this.#tries = 0;
  }

  /** Tries again after a while that doubles, with jitter so that a room does not come back as one. */
  retry(): void {
    if (this.#stopped || this.#cancelWait !== null) return;
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, this.#tries - 1));
    const wait = ceiling * (0.5 + this.around.random() / 2);
    this.#cancelWait = this.around.after(wait, () => {
      this.#cancelWait = null;
      this.open();
    });
  }

  /** The network is back: not a moment to wait out. */
  hurry(): void {
    if (this.#cancelWait !== null) this.open();
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
    this.on({ t: "frame", frame });
  }

  #down(): void {
    this.#socket = null;
    this.#cancelPing?.();
    this.#tries++;
    this.on({ t: "down", tries: this.#tries });
  }

  /** Something was heard: a ping after a while of silence, and a broken line after another. */
  #listen(socket: Socket): void {
    this.#cancelPing?.();
    this.#cancelPing = this.around.after(PING_MS, () => {
      if (this.#socket !== socket) return;
      this.send({ t: "ping" });
      this.#cancelPing = this.around.after(SILENCE_MS, () => {
        if (this.#socket === socket) this.drop(SILENT);
      });
    });
  }
}
