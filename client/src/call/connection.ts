import { ConnectionState, DisconnectReason, RoomEvent, type ReconnectPolicy, type Room, type RoomConnectOptions } from "livekit-client";
import { arrived, isExpecting, Pulse } from "./pulse.ts";

export interface EngineAccess {
  /** Absolute path on our own origin. */
  readonly path: string;
  readonly token: string;
  /** Which start of the media server it is for. */
  readonly run: string;
}

export interface ConnectionListener {
  /** Asked before each attempt to connect, and waited for. */
  prepare(): Promise<RoomConnectOptions>;
  state(state: "online" | "reconnecting"): void;
  /** Not connected: after a crash the server has no room for us and the token may be old. Told again until it is "online". */
  needsAccess(): void;
  /** Nothing arrives any more. Is it the network? */
  doubts(): void;
  failed(code: "media_unreachable" | "replaced"): void;
}

/** Pauses between attempts to connect, about two minutes in all. They count only while the delivery service can be reached. */
const RETRY_MS = [0, 300, 1000, 2000, 4000, ...Array.from({ length: 14 }, () => 7000)];
const ACCESS_MS = 2000;

/**
 * LiveKit tries twice to go on with the connection that there is, which is enough where its signalling alone broke. Then it is our turn:
 * by itself it would go on for half a minute with an old token.
 */
const RESUME_MS = [0, 400];
export const RESUME_TWICE: ReconnectPolicy = { nextRetryDelayInMs: ({ retryCount }) => RESUME_MS[retryCount] ?? null };

const OPEN_MS = 6000;
const PEER_MS = 8000;

/** Ten in a row are a measure (pulse.ts), so what breaks soon after a new connection is known nearly as soon as later. */
const FEEL_MS = 250;
/**
 * Silence after which we ask whether it is the network, which costs one frame: at the fourth look that finds nothing, also when that comes a
 * little early. The delivery service's line then knows in a second (delivery.ts).
 */
const DOUBT_MS = 900;
/** And after which the connection is given up, if it is not. */
const DEAD_MS = 6000;
/**
 * When the network is back, a connection that lives shows it in this time: the line has gone to and fro some times already. One that only
 * the browser's own asking keeps alive takes longer.
 */
const PROOF_MS = 500;
const QUIET_PROOF_MS = 3500;
/** An attempt that began longer ago than this, before the network came back, is waiting for what was lost. */
const STALE_MS = 1500;

/** Keeps the room connected to the media server: waits where waiting helps, and makes a new connection where it does not. */
export class Connection {
  readonly #room: Room;
  readonly #on: ConnectionListener;
  /** `settled`: LiveKit has a connection, or tries to go on with it. */
  #phase: "idle" | "waiting" | "connecting" | "settled" | "ended" = "idle";
  #access: EngineAccess | null = null;
  #used: EngineAccess | null = null;
  #attempt = 0;
  /** Of the attempt that counts: what becomes of an older one is nobody's concern. */
  #made = 0;
  #began = 0;
  #lineUp = true;
  #doubted = false;
  readonly #pulse = new Pulse(performance.now());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #proof: ReturnType<typeof setTimeout> | undefined;
  #asking: ReturnType<typeof setInterval> | undefined;
  readonly #feeling: ReturnType<typeof setInterval>;

  constructor(room: Room, on: ConnectionListener) {
    this.#room = room;
    this.#on = on;
    this.#hear();
    this.#feeling = setInterval(() => {
      void this.#feel();
    }, FEEL_MS);
  }

  /** Connects and keeps connected. */
  start(): void {
    if (this.#phase === "idle") this.#next();
  }

  /**
   * The newest way in. One to another start of the media server says that a connection from before it leads nowhere; but tokens of before
   * may still be good, and we may be there already. A second connection of one person ends the first, in the middle of being made at worst.
   */
  setAccess(access: EngineAccess): void {
    this.#access = access;
    if (this.#used === null || this.#used.run === access.run) return;
    const connected = this.#phase === "settled" && this.#room.state === ConnectionState.Connected;
    if (!connected && this.#phase !== "connecting") {
      this.renew();
      return;
    }
    this.#used = access;
    this.#attempt = 0;
    if (connected) this.#proveSince(performance.now());
  }

  /** Whether the delivery service can be reached, which is where the media server is: while it cannot, trying is of no use. */
  line(up: boolean): void {
    const since = performance.now();
    this.#lineUp = up;
    if (!up) {
      clearTimeout(this.#proof);
      return;
    }
    if (this.#phase === "waiting" || (this.#phase === "connecting" && since - this.#began > STALE_MS)) this.renew();
    else if (this.#phase === "settled") this.#proveSince(since);
  }

  /** A new connection, at once. */
  renew(): void {
    if (this.#phase === "idle" || this.#phase === "ended") return;
    this.#attempt = 0;
    this.#offline();
    if (this.#phase === "waiting") this.#next();
    // What ends by it, a connection or an attempt at one, is heard of, and the next attempt follows.
    else this.#room.disconnect(false).catch(() => undefined);
  }

  /** Not now after all: as before `start`. */
  rest(): void {
    if (!this.#isOver()) this.#stop("idle");
  }

  end(): void {
    clearInterval(this.#feeling);
    this.#stop("ended");
  }

  #stop(phase: "idle" | "ended"): void {
    this.#phase = phase;
    this.#made++;
    this.#attempt = 0;
    clearTimeout(this.#timer);
    clearTimeout(this.#proof);
    clearInterval(this.#asking);
    this.#asking = undefined;
    // Stops sending and receiving; the leave that goes to the server with it may fail, and then the server finds out by itself.
    this.#room.disconnect(false).catch(() => undefined);
  }

  #isOver(): boolean {
    return this.#phase === "ended";
  }

  #hear(): void {
    for (const event of [RoomEvent.Reconnecting, RoomEvent.SignalReconnecting] as const) {
      this.#room.on(event, () => {
        this.#offline();
      });
    }
    for (const event of [RoomEvent.Connected, RoomEvent.Reconnected] as const) {
      this.#room.on(event, () => {
        this.#online();
      });
    }
    this.#room.on(RoomEvent.Disconnected, (reason) => {
      this.#disconnected(reason);
    });
  }

  #online(): void {
    if (this.#isOver()) return;
    this.#attempt = 0;
    this.#pulse.restart(performance.now());
    clearInterval(this.#asking);
    this.#asking = undefined;
    this.#on.state("online");
  }

  #offline(): void {
    if (this.#isOver()) return;
    this.#on.state("reconnecting");
    this.#asking ??= setInterval(() => {
      this.#on.needsAccess();
    }, ACCESS_MS);
  }

  #disconnected(reason: DisconnectReason | undefined): void {
    if (this.#phase !== "settled") return;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      this.#on.failed("replaced");
      return;
    }
    this.#offline();
    this.#next();
  }

  #next(): void {
    this.#phase = "waiting";
    clearTimeout(this.#timer);
    if (!this.#lineUp) return;
    const wait = RETRY_MS[this.#attempt++];
    if (wait === undefined) {
      this.#on.failed("media_unreachable");
      return;
    }
    const connect = (): void => {
      void this.#connect();
    };
    // The first time at once: people wait for this.
    if (wait === 0) connect();
    else this.#timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
  }

  async #connect(): Promise<void> {
    this.#phase = "connecting";
    this.#began = performance.now();
    const made = ++this.#made;
    const options = await this.#on.prepare();
    if (made !== this.#made) return;
    try {
      const access = this.#access;
      if (access === null) throw new Error("no access yet");
      this.#used = access;
      await this.#room.connect(urlOf(access), access.token, { ...options, websocketTimeout: OPEN_MS, peerConnectionTimeout: PEER_MS, maxRetries: 0 });
      if (made === this.#made) this.#settle();
    } catch {
      // Whatever it was, another attempt with the newest token follows, or the call ends with a name for it.
      if (made !== this.#made) return;
      this.#offline();
      this.#next();
    }
  }

  #settle(): void {
    this.#phase = "settled";
    // It may have gone between LiveKit's word and this.
    if (this.#room.state === ConnectionState.Disconnected) this.#disconnected(undefined);
  }

  /** Something was broken: whatever comes and came before is a measure now, also what others send. */
  #proveSince(since: number): void {
    clearTimeout(this.#proof);
    const { steady } = this.#pulse;
    // Else people would read for a moment that all is well again.
    if (steady) this.#on.state("reconnecting");
    const prove = async (): Promise<void> => {
      await this.#count();
      if (this.#phase !== "settled" || !this.#lineUp) return;
      if (this.#pulse.quietSince(true) < since) this.renew();
      else if (steady && this.#room.state === ConnectionState.Connected) this.#on.state("online");
    };
    this.#proof = setTimeout(
      () => {
        void prove();
      },
      steady ? PROOF_MS : QUIET_PROOF_MS,
    );
  }

  /** The time of it, in ms of `performance.now`. */
  async #count(): Promise<number> {
    const next = await arrived(this.#room).catch(() => null);
    const now = performance.now();
    if (next !== null) this.#pulse.note(next, now);
    return now;
  }

  async #feel(): Promise<void> {
    if (this.#phase !== "settled") return;
    const now = await this.#count();
    if (now - this.#pulse.quietSince(true) < DOUBT_MS) this.#doubted = false;
    else if (!this.#doubted) {
      this.#doubted = true;
      this.#on.doubts();
    }
    const quiet = now - this.#pulse.quietSince(isExpecting(this.#room));
    if (quiet > DEAD_MS && this.#lineUp && this.#room.state === ConnectionState.Connected) this.renew();
  }
}

function urlOf(access: EngineAccess): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${access.path}`;
}
