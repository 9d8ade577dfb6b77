import { createRoot, type Root } from "react-dom/client";

import type { CallIntents, CallState, View } from "../../src/call/state.ts";
import { Application, type Begun } from "../../src/room/application.tsx";
import { Room } from "../../src/room/room.tsx";
import { LanguageOf } from "../../src/ui/language.tsx";

import { LOOKS } from "./looks.ts";
import { type Picture, pictures } from "./states.ts";

import "../../src/ui/pages.css";
import "../../src/room/room.css";
import "../../src/room/lobby.css";

/**
 * `?lang=ar`; `&long` makes every word 40% longer; `&picture=room-6` shows that one. Tests read the list of all from `data-pictures` and
 * have one shown after the other by `gallery.show`: seven hundred times the same page took most of their time.
 */
const asked = new URLSearchParams(location.search);
const language = asked.get("lang") ?? "en";
const rtl = language === "ar";

const sources = import.meta.glob<string>("../../../locales/*/*.ftl", { query: "?raw", import: "default", eager: true });
const messages = ["room", "failures"].map((name) => sources[`../../../locales/${language}/${name}.ftl`] ?? "").join("\n");

/** Longer words, as another language has them: every word of a text grows by 40%. Ids, selectors and placeables stay. */
function lengthened(source: string): string {
  return source
    .split("\n")
    .map((line) => {
      const before = /^\s*(?:[a-z][\w-]* = |\*?\[\w+\] )?/.exec(line)?.[0] ?? "";
      const parts = line.slice(before.length).split(/(\{[^}]*\}?)/);
      return line.startsWith("#") ? "" : before + parts.map((part, at) => (at % 2 === 1 ? part : part.replace(/\p{L}{2,}/gu, grow))).join("");
    })
    .join("\n");
}

function grow(word: string): string {
  return word + word.slice(0, Math.ceil(word.length * 0.4));
}

/** A page of text, as somebody would show it: white, with lines. */
function paintPage(element: HTMLVideoElement): () => void {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
  const pen = canvas.getContext("2d");
  if (pen === null) return () => undefined;
  pen.fillStyle = "#f4f2ec";
  pen.fillRect(0, 0, 1280, 720);
  pen.fillStyle = "#444";
  for (let line = 0; line < 12; line++) pen.fillRect(120, 140 + line * 42, line % 4 === 3 ? 500 : 1000, 12);
  element.srcObject = canvas.captureStream(0);
  return () => {
    element.srcObject = null;
  };
}

function paint(element: HTMLVideoElement, seed: string): () => void {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const pen = canvas.getContext("2d");
  if (pen === null) return () => undefined;
  const hue = Array.from(seed).reduce((sum, letter) => sum + letter.charCodeAt(0) * 47, 0) % 360;
  pen.fillStyle = `hsl(${hue} 25% 42%)`;
  pen.fillRect(0, 0, 320, 180);
  pen.fillStyle = `hsl(${hue} 30% 66%)`;
  pen.beginPath();
  pen.arc(160, 82, 36, 0, 7);
  pen.ellipse(160, 190, 76, 62, 0, 0, 7);
  pen.fill();
  element.srcObject = canvas.captureStream(0);
  return () => {
    element.srcObject = null;
  };
}

/** A call in which nothing happens but what is said: it shows one snapshot, and perhaps another. */
class Still implements CallIntents {
  #state: CallState;
  #listener = silence;

  constructor(state: CallState) {
    this.#state = state;
  }

  become(state: CallState): void {
    this.#state = state;
    this.#listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listener = listener;
    return silence;
  }

  getSnapshot(): CallState {
    return this.#state;
  }

  level(): number {
    return 0.55;
  }

  attachVideo(identity: string, element: HTMLVideoElement, view?: View): () => void {
    return view === "screen" ? paintPage(element) : paint(element, identity);
  }

  openDevices = nothing;
  chooseMicrophone = nothing;
  chooseCamera = nothing;
  setMicrophone = nothing;
  setCamera = nothing;
  chooseSpeaker = nothing;
  setProcessing = nothing;
  share = nothing;
  join = nothing;
  allowSound = nothing;
  leave = nothing;
  setLoad = silence;
  say = silence;
  raiseHand = silence;
  askWords = silence;
  compared = silence;
  type = silence;
  knock = silence;
  unknock = silence;
  lock = silence;
  admit = silence;
  decline = silence;
  remove = silence;
  appoint = silence;
  dismiss = silence;
  askMute = silence;
  end = silence;
  dismissMute = silence;
  dispose = silence;
}

function silence(): void {
  // Nobody hears.
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

const LINK = `${location.origin}/r/AAAAAAAAAAAAAAAAAAAAAA#BBBBBBBBBBBBBBBBBBBBBB.CCCCCCCCCCCCCCCCCCCCCC`;

function entryOf(picture: Picture, call: Still): Begun {
  if (picture.unsupported !== undefined) return { state: "unsupported", link: LINK, support: picture.unsupported };
  if (picture.failed !== undefined) return { state: "failed", code: picture.failed };
  return { state: "ready", link: LINK, conversation: Promise.resolve({ open: () => call, Room }) };
}

let root: Root | null = null;

/** In place of the one before, of which nothing is left. */
async function show(name: string): Promise<void> {
  const picture = all[name];
  if (picture === undefined) throw new Error(`no such picture: ${name}`);
  root?.unmount();
  document.documentElement.lang = language;
  document.documentElement.dir = rtl ? "rtl" : "ltr";
  window.scrollTo(0, 0);
  const page = {
    language,
    digits: rtl ? "arab" : "latn",
    direction: rtl ? ("rtl" as const) : ("ltr" as const),
    instance: "City of Varnholm",
    messages: asked.has("long") ? lengthened(messages) : messages,
    room: "AAAAAAAAAAAAAAAAAAAAAA",
    relay: false,
  };
  const place = document.getElementById("application");
  if (place === null) throw new Error("no place");
  const call = new Still(picture.state);
  root = createRoot(place);
  root.render(
    <LanguageOf page={page}>
      <Application entry={entryOf(picture, call)} />
    </LanguageOf>,
  );
  await found("h1");
  if (picture.state.phase === "room") await found(".room");
  for (const selector of picture.press ?? []) (await found(selector)).click();
  if (picture.then !== undefined) {
    call.become(picture.then);
    await found(".toast");
  }
  await pause(300);
}

/** Drawing takes its time, more on a busy machine. A state that never comes fails the test that waits for it. */
async function found(selector: string): Promise<HTMLElement> {
  for (;;) {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) return element;
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const all = pictures(language);
document.body.dataset["pictures"] = Object.keys(all).join(" ");
Object.assign(window, { looks: LOOKS, gallery: { show } });
const chosen = asked.get("picture");
if (chosen !== null) void show(chosen);
