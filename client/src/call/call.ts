import type { GroupClient } from "../crypto/client.ts";
import type { FailureCode, GroupEvent, Person } from "../crypto/contract.ts";
import { Awake } from "./awake.ts";
import { CHANGED_MS, EncryptionState } from "./encryption.ts";
import { Engine, type EngineListener } from "./engine.ts";
import { Equipment } from "./equipment.ts";
import { Asker } from "./keyframes.ts";
import { watchNetwork } from "./network.ts";
import { keepPreferences, readPreferences, type Preferences } from "./preferences.ts";
import { Requests } from "./requests.ts";
import { Scene } from "./scene.ts";
import { Scope } from "./scope.ts";
import { Snapshot } from "./snapshot.ts";
import type { CallIntents, CallState, Load, Processing, TakePart, View } from "./state.ts";
import { Typists } from "./typists.ts";

type Event<T extends GroupEvent["t"]> = Extract<GroupEvent, { t: T }>;

const LEAVE_MS = 1500;
/** What `attachVideo` knows oneself by, also before one has an identity. */
export const OWN_PREVIEW = "";

/**
 * One person's call, from the lobby to the end. It owns the group worker, the media connection and the devices; when one of them fails,
 * everything is stopped first and told afterwards.
 */
export class Call extends Requests implements CallIntents {
  readonly #scope = new Scope();
  readonly #encryption = new EncryptionState();
  readonly #typists = new Typists();
  readonly #asker: Asker;
  readonly #snapshot = new Snapshot();
  #identity: string | null = null;
  readonly #engine: Engine;
  readonly #equipment: Equipment;
  readonly #scene: Scene;
  readonly #awake: Awake;
  #people: readonly Person[] = [];
  #settling: ReturnType<typeof setTimeout> | undefined;
  #groupConnection: CallState["connection"] = "online";
  #mediaConnection: CallState["connection"] = "online";

  /**
   * `group` has been told which room to open: its link secret is kept, and the browser has been looked at (support.ts) already.
   * `relay`: see Engine.
   */
  constructor(group: GroupClient, relay = false) {
    super(group);
    this.#asker = new Asker((identity) => {
      this.group.send({ t: "keyframe", identity });
    });
    // In the lobby already: loading the worker and LiveKit takes longer than anything after it.
    this.#engine = new Engine(this.#engineListener(), relay);
    this.#equipment = new Equipment(this.#engine, () => {
      this.#devicesChanged();
    });
    const ask = (identity: string): void => {
      this.#asker.ask(identity);
    };
    this.#scene = new Scene(this.#engine, ask, () => {
      this.#look();
    });
    this.#awake = new Awake(this.#scope);
    this.#scope.own(
      this.group.on((event) => {
        this.#hear(event);
      }),
    );
    this.#own();
    this.#prefer(readPreferences());
    this.#devicesChanged();
  }

  subscribe(listener: () => void): () => void {
    return this.#snapshot.subscribe(listener);
  }

  getSnapshot(): CallState {
    return this.#snapshot.now;
  }

  async openDevices(want: TakePart): Promise<void> {
    await this.#equipment.devices.open(want);
  }

  level(): number {
    return this.#equipment.devices.level();
  }

  async chooseMicrophone(id: string): Promise<void> {
    await this.#equipment.devices.microphone.choose(id);
  }

  async chooseCamera(id: string): Promise<void> {
    await this.#equipment.devices.camera.choose(id);
  }

  async setMicrophone(on: boolean): Promise<void> {
    const { devices } = this.#equipment;
    await devices.set(devices.microphone, on);
  }

  async setCamera(on: boolean): Promise<void> {
    const { devices } = this.#equipment;
    await devices.set(devices.camera, on);
  }

  async chooseSpeaker(id: string): Promise<void> {
    if (await this.#engine.setSpeaker(id)) this.#equipment.devices.speaker.choose(id);
  }

  async setProcessing(processing: Processing): Promise<void> {
    keepPreferences({ load: this.#snapshot.now.load, processing });
    this.#snapshot.patch({ processing });
    await this.#equipment.devices.microphone.setProcessing(processing);
  }

  async share(on: boolean): Promise<void> {
    const { screen } = this.#equipment.devices;
    if (on && this.#snapshot.now.phase === "room") await screen.start();
    else screen.stop();
  }

  setLoad(load: Load): void {
    keepPreferences({ load, processing: this.#snapshot.now.processing });
    this.#prefer({ load, processing: this.#snapshot.now.processing });
    if (load === "sound") void this.#equipment.devices.camera.set(false);
    this.#look();
  }

  async join(name: string, how: TakePart): Promise<void> {
    if (this.#snapshot.now.phase !== "lobby") return;
    this.#snapshot.patch({ phase: "joining" });
    // Both at once: with key frames on request nothing is gained by waiting for the group first.
    this.group.send({ t: "join", name });
    this.#engine.start();
    this.#publish();
    await this.#equipment.begin(how === "camera" && this.#snapshot.now.load === "sound" ? "sound" : how);
  }

  dismissMute(): void {
    this.#snapshot.patch({ muteAsked: null });
  }

  compared(match: boolean): void {
    this.#encryption.compared(match);
    this.#snapshot.patch({ encryption: this.#encryption.current });
    if (!match) void this.#equipment.off();
  }

  attachVideo(identity: string, element: HTMLVideoElement, view: View = "camera"): () => void {
    if (identity === OWN_PREVIEW || identity === this.#identity) return this.#equipment.attach(element);
    return this.#scene.attach(identity, view, element);
  }

  async allowSound(): Promise<void> {
    await this.#engine.room.startAudio();
  }

  async leave(): Promise<void> {
    if (this.#scope.ended) return;
    const closed = new Promise<void>((resolve) => {
      const off = this.group.on((event) => {
        if (event.t === "closed") resolve();
      });
      const late = setTimeout(resolve, LEAVE_MS);
      this.#scope.own(() => {
        clearTimeout(late);
        off();
      });
    });
    this.#stopMedia();
    this.#snapshot.patch({ phase: "left", tiles: [], shares: [], words: null });
    this.group.send({ t: "leave" });
    await closed;
    this.#scope.end();
  }

  dispose(): void {
    this.#scope.end();
    this.#snapshot.end();
  }

  #own(): void {
    watchNetwork(this.#scope, () => {
      this.group.send({ t: "check" });
    });
    this.#scope.own(() => {
      this.group.end();
    });
    this.#scope.own(() => {
      clearTimeout(this.#settling);
      this.#stopMedia();
    });
  }

  /** Devices off first, then what sends, then what shows. */
  #stopMedia(): void {
    this.#equipment.end();
    this.#engine.end();
    this.#scene.end();
  }

  #hear(event: GroupEvent): void {
    if (this.#scope.ended || this.#snapshot.now.phase === "left") return;
    switch (event.t) {
      case "ready":
        this.#ready(event);
        break;
      case "engine":
        this.#engine.setAccess(event);
        break;
      case "epoch":
        this.#epoch(event);
        break;
      case "words":
        this.#snapshot.patch({ words: event.words });
        break;
      case "roster":
        this.#roster(event.people);
        break;
      case "chat":
        this.#snapshot.patch({ chat: event.lines, typing: this.#typists.said(event.lines) });
        break;
      case "hands":
        this.#snapshot.patch({ hands: event.queue });
        this.#look();
        break;
      case "moderation":
        this.#snapshot.patch({ moderation: { locked: event.locked, may: event.may } });
        break;
      case "knocks":
        this.#snapshot.patch({ knocks: event.waiting });
        break;
      case "door":
        this.#door(event.state);
        break;
      case "muteAsked":
        this.#muteAsked(event.identity);
        break;
      case "link":
        this.#snapshot.patch({ link: location.origin + event.link });
        break;
      case "typing":
        this.#snapshot.patch({ typing: this.#typists.typed(event, this.#people) });
        break;
      case "keyframe":
        this.#engine.keyframe();
        break;
      case "connection":
        this.#groupConnection = event.state;
        this.#engine.line(event.state === "online");
        this.#connection();
        break;
      case "mismatch":
        this.#mismatch(event.what);
        break;
      case "failed":
        this.#fail(event.code);
        break;
      case "closed":
        break;
    }
  }

  #ready(event: Event<"ready">): void {
    const { people, capacity, full, returning } = event;
    if (this.#identity === null) this.#engine.identify(event.identity);
    this.#identity = event.identity;
    const watching = this.#snapshot.now.phase === "opening" || this.#snapshot.now.phase === "lobby";
    if (watching) this.#snapshot.patch({ phase: "lobby", people, capacity, full, returning });
  }

  /** Locked while we were joining: back to the lobby. Let in: the group is joining already, under the name we knocked with. */
  #door(door: CallState["door"]): void {
    this.#snapshot.patch({ door });
    if (door === "locked" && this.#snapshot.now.phase === "joining") {
      // There nobody would know who we are, and think of a stranger who listens.
      this.#engine.rest();
      this.#snapshot.patch({ phase: "lobby" });
    }
    if (door === "admitted" && this.#snapshot.now.phase === "lobby") {
      this.#snapshot.patch({ phase: "joining" });
      this.#engine.start();
      this.#publish();
    }
  }

  /** Nobody is asked for what they are not doing. */
  #muteAsked(identity: string): void {
    if (!this.#equipment.on.microphone) return;
    this.#snapshot.patch({ muteAsked: { identity, name: this.#people.find((person) => person.identity === identity)?.name ?? null } });
  }

  #mismatch(what: Event<"mismatch">["what"]): void {
    this.#encryption.mismatch(what);
    this.#snapshot.patch({ encryption: this.#encryption.current });
    void this.#equipment.off();
  }

  #engineListener(): EngineListener {
    return {
      changed: () => {
        this.#look();
      },
      speakers: (identities) => {
        this.#scene.speakers(identities);
      },
      weak: (identities) => {
        this.#scene.weak(identities);
      },
      connection: (state) => {
        this.#mediaConnection = state;
        this.#connection();
      },
      needsAccess: () => {
        this.group.send({ t: "access" });
      },
      doubts: () => {
        this.group.send({ t: "check" });
      },
      lostFrame: (identity) => {
        if (this.#scene.awaits(identity)) this.#asker.ask(identity);
      },
      publishFailed: (track) => {
        this.#equipment.unpublished(track);
      },
      failed: (code) => {
        this.#fail(code);
      },
    };
  }

  #epoch(event: Event<"epoch">): void {
    const { epoch, keys, first, joined, left } = event;
    this.#engine.setEpoch(epoch, keys);
    // The leaves of this epoch, before anything else is told: who is no longer among them is neither seen nor heard.
    this.#scene.setRoster(new Set(keys.map((key) => key.identity)));
    this.#encryption.epoch(first, joined, left, this.#people);
    this.#settleLater();
    this.#awake.start();
    this.#snapshot.patch({ phase: "room", encryption: this.#encryption.current, words: null, people: keys.length });
    this.#look();
  }

  #settleLater(): void {
    if (this.#encryption.current.state !== "changed") return;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#encryption.settle();
      this.#snapshot.patch({ encryption: this.#encryption.current });
    }, CHANGED_MS);
  }

  #roster(people: readonly Person[]): void {
    this.#people = people;
    this.#scene.setRoster(new Set(people.map((person) => person.identity)));
    this.#encryption.roster(people);
    this.#snapshot.patch({ people: people.length, encryption: this.#encryption.current, typing: this.#typists.present(people) });
    this.#look();
  }

  #connection(): void {
    const media = this.#snapshot.now.phase === "room" ? this.#mediaConnection : "online";
    const line = this.#groupConnection;
    this.#snapshot.patch({ line, connection: line === "online" && media === "online" ? "online" : "reconnecting" });
  }

  #devicesChanged(): void {
    const { shown } = this.#equipment;
    this.#equipment.preview();
    this.#publish();
    this.#snapshot.patch({ ...shown, muteAsked: shown.microphone.on ? this.#snapshot.now.muteAsked : null });
    this.#look();
  }

  /** Nothing goes out from the lobby. */
  #publish(): void {
    if (this.#snapshot.now.phase === "joining" || this.#snapshot.now.phase === "room") this.#equipment.publish();
  }

  /** Looks at everything that is shown again. */
  #look(): void {
    if (this.#scope.ended || this.#snapshot.now.phase !== "room") return;
    this.#snapshot.patch(this.#scene.look({ people: this.#people, own: this.#equipment.on, hands: this.#snapshot.now.hands }));
  }

  #prefer(preferences: Preferences): void {
    this.#equipment.prefer(preferences);
    this.#snapshot.patch(preferences);
  }

  #fail(code: FailureCode): void {
    if (this.#scope.ended) return;
    if (code.startsWith("e2e_")) this.#encryption.lost();
    // First nothing is sent or shown any more, then it is said.
    this.#scope.end();
    this.#snapshot.patch({ phase: "failed", failure: code, encryption: this.#encryption.current, tiles: [], shares: [], words: null });
  }
}
