/** What of a WebSocket is used. */
export interface Socket {
  /** 1 while frames can be sent. */
  readonly readyState: number;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: "close", listener: () => void): void;
  send(frame: string): void;
  close(code: number): void;
}

/** Time, chance and network as arguments, so that the session decides nothing by itself that a test cannot. */
export interface Surroundings {
  /** ms since 1970. */
  now(): number;
  /** At least 0, under 1. */
  random(): number;
  /** Calls back once after `ms`; the function given back cancels. */
  after(ms: number, act: () => void): () => void;
  connect(address: string, protocol: string): Socket;
}

export const surroundings: Surroundings = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  connect: (address, protocol) => new WebSocket(address, protocol),
};
