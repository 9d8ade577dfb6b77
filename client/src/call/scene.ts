import type { Person } from "../crypto/contract.ts";
import type { Engine } from "./engine.ts";
import { Render } from "./render.ts";
import { Scope } from "./scope.ts";
import { Shares } from "./shares.ts";
import type { CallState, View } from "./state.ts";
import { QUIET_MS, Steady, WEAK_MS } from "./steady.ts";
import { Strangers } from "./strangers.ts";
import { Tiles } from "./tiles.ts";

export interface SceneSources {
  readonly people: readonly Person[];
  readonly own: { readonly microphone: boolean; readonly video: boolean; readonly screen: boolean };
  readonly hands: readonly string[];
}

/** What is seen and heard of a room: pictures and sound where they are allowed, and who is there, speaks, shares, has a weak line. */
export class Scene {
  readonly #engine: Engine;
  readonly #scope = new Scope();
  readonly #render: Render;
  readonly #tiles = new Tiles();
  readonly #shares = new Shares();
  readonly #speaking: Steady;
  readonly #weak: Steady;
  readonly #strangers: Strangers;

  /** `ask`: for a key frame of that person. `changed`: it has to be looked at again. */
  constructor(engine: Engine, ask: (identity: string) => void, changed: () => void) {
    this.#engine = engine;
    this.#render = new Render(engine.room, ask);
    this.#speaking = new Steady(changed, QUIET_MS);
    this.#weak = new Steady(changed, WEAK_MS);
    this.#strangers = new Strangers(changed);
    // A call that came in between, a locked phone: some browsers stop the sound and do not begin again by themselves.
    this.#scope.listen(document, "visibilitychange", () => {
      if (!document.hidden) this.#render.resume();
    });
  }

  /** The leaves of the group: nobody else is seen or heard. */
  setRoster(identities: ReadonlySet<string>): void {
    this.#render.setRoster(identities);
  }

  attach(identity: string, view: View, element: HTMLVideoElement): () => void {
    return this.#render.attach(identity, view, element);
  }

  speakers(identities: ReadonlySet<string>): void {
    this.#speaking.update(identities);
  }

  weak(identities: ReadonlySet<string>): void {
    this.#weak.update(identities);
  }

  /** Whether any picture of theirs is to be seen. */
  awaits(identity: string): boolean {
    return this.#render.shows(identity, "camera") || this.#render.shows(identity, "screen");
  }

  look({ people, own, hands }: SceneSources): Pick<CallState, "tiles" | "shares" | "soundBlocked"> {
    this.#render.update();
    this.#strangers.update(this.#engine.room.remoteParticipants.keys(), new Set(people.map((person) => person.identity)));
    const others = this.#engine.presences((identity, view) => this.#render.shows(identity, view));
    const shares = this.#shares.update(people, others, own.screen);
    const tiles = this.#tiles.update({
      people,
      others,
      own,
      hands,
      sharing: new Set(shares.map((share) => share.identity)),
      speaking: (identity) => this.#speaking.has(identity),
      weak: (identity) => this.#weak.has(identity),
      strangers: this.#strangers.list,
    });
    return { tiles, shares, soundBlocked: !this.#engine.room.canPlaybackAudio };
  }

  end(): void {
    this.#scope.end();
    this.#render.end();
    this.#speaking.stop();
    this.#weak.stop();
    this.#strangers.stop();
  }
}
