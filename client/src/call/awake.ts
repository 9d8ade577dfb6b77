import type { Scope } from "./scope.ts";

/** Keeps the screen on while one is in the room (Screen Wake Lock). The browser takes the lock back whenever the page is hidden. */
export class Awake {
  #lock: WakeLockSentinel | null = null;
  #wanted = false;

  constructor(scope: Scope) {
    scope.listen(document, "visibilitychange", () => {
      void this.#ask();
    });
    scope.own(() => {
      this.#wanted = false;
      // Fails only for a lock that is gone already.
      this.#lock?.release().catch(() => undefined);
    });
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    void this.#ask();
  }

  /** Given when nobody wants it any more, it goes back. */
  async #keep(lock: WakeLockSentinel): Promise<void> {
    if (this.#wanted) this.#lock = lock;
    else await lock.release();
  }

  async #ask(): Promise<void> {
    if (!this.#wanted || document.hidden || !("wakeLock" in navigator)) return;
    try {
      await this.#keep(await navigator.wakeLock.request("screen"));
    } catch (error) {
      // A low battery, or the page was hidden meanwhile: the screen may go dark, the call goes on.
      if (!(error instanceof DOMException)) throw error;
    }
  }
}
