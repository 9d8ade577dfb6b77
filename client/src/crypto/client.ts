import type { FailureCode, GroupCommand, GroupEvent } from "./contract.ts";

/** The page's end of the group worker. A worker that cannot be loaded or throws is a failure, never silence. */
export class GroupClient {
  readonly #worker: Worker;
  readonly #listeners = new Set<(event: GroupEvent) => void>();
  /** What came before anybody listened: the worker starts while the code of the call is still on its way. */
  #early: GroupEvent[] | null = [];
  #ended = false;

  constructor() {
    this.#worker = new Worker(new URL("./group.worker.ts", import.meta.url), { type: "module", name: "folkmoot-group" });
    this.#worker.onmessage = (message: MessageEvent<GroupEvent>) => {
      this.#emit(message.data);
    };
    this.#worker.onerror = () => {
      this.#fail("e2e_worker_failed");
    };
    this.#worker.onmessageerror = () => {
      this.#fail("e2e_worker_failed");
    };
  }

  on(listener: (event: GroupEvent) => void): () => void {
    this.#listeners.add(listener);
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) listener(event);
    return () => this.#listeners.delete(listener);
  }

  send(command: GroupCommand): void {
    if (!this.#ended) this.#worker.postMessage(command);
  }

  /** Stops at once; keys go with the worker. */
  end(): void {
    this.#ended = true;
    this.#worker.terminate();
    this.#listeners.clear();
  }

  #fail(code: FailureCode): void {
    if (this.#ended) return;
    this.#emit({ t: "failed", code });
    this.end();
  }

  #emit(event: GroupEvent): void {
    this.#early?.push(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}
