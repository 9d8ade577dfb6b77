import { wordlist } from "@scure/bip39/wordlists/english.js";
import encodeQR from "qr";

import { confirmMove, leaveMove, moveState, takeMove, withdrawMove } from "../api/moves.ts";
import { OfflineError, ServerError, TimeoutError } from "../api/request.ts";
import { type Bytes, FormatError, toBase64 } from "../crypto/bytes.ts";
import { readMoveState, readSealed, readUntil } from "../crypto/voices/answers.ts";
import { drop, type HeldVoice, type Signed } from "../crypto/voices/held.ts";
import { freshSecret, type Meeting, meetingOf, packVoice, pictureText, secretOfFragment, secretOfWords, secretWords, unpackVoice, WordError } from "../crypto/voices/moving.ts";
import { heldVoice, heldVoices, keepReceipt, keepVoice, receiptOfVoice } from "../crypto/voices/shelf.ts";
import { type Page, readPage } from "../ui/page.ts";
import { localeOf, type Words, wordsOf } from "../ui/words.ts";

import { element, make, onPress, showPart } from "./element.ts";

/** Moving a voice: it leaves this device, or arrives on it. The two devices share eight words, and the server has ciphertext for a while. */

const ASK_MS = 3000;
const CONFIRMS = 5;

const CODES: Readonly<Record<string, string>> = { move_unknown: "moving-unknown", move_taken: "moving-other", moves_full: "moving-full", rate_limited: "moving-busy" };

function reasonOf(error: unknown, t: Words): string {
  if (error instanceof ServerError) return t(CODES[error.code] ?? "moving-broken");
  if (error instanceof OfflineError || error instanceof TimeoutError) return t("moving-offline");
  if (error instanceof FormatError) return t("moving-broken");
  // AES-GCM says OperationError of what was sealed with another key; what is kept fails with other names.
  if (error instanceof DOMException) return t(error.name === "OperationError" ? "moving-broken" : "moving-storage");
  throw error;
}

function failed(error: unknown, t: Words): void {
  showPart("failed");
  element("reason", HTMLElement).textContent = reasonOf(error, t);
}

function movable(voice: HeldVoice): voice is Signed {
  return voice.stage === "issued" || voice.stage === "spent";
}

function naming(voice: Signed): void {
  for (const place of document.querySelectorAll(".campaign")) place.textContent = voice.title;
}

const SVG = "http://www.w3.org/2000/svg";

/** Drawn as one path: no script of others, no picture from elsewhere, and sharp at every size. */
function picture(text: string): SVGElement {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: 2 });
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  drawing.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  drawing.append(shape);
  return drawing;
}

/** While it waits, the page asks how far it has come. */
class Leaving {
  #over = false;

  constructor(
    private readonly voice: Signed,
    private readonly meeting: Meeting,
    private readonly until: number,
    private readonly t: Words,
  ) {}

  get #place(): string {
    return toBase64(this.meeting.place);
  }

  /** The other device has it: here it goes. */
  async gone(): Promise<void> {
    this.#over = true;
    await drop(this.voice);
    showPart("gone");
  }

  async keep(): Promise<void> {
    this.#over = true;
    await withdrawMove(this.#place);
    location.assign("/receipts");
  }

  async watch(): Promise<void> {
    while (!this.#over) {
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      // The press of a button may have ended it meanwhile.
      if (this.#ended()) return;
      await this.#ask();
    }
  }

  #ended(): boolean {
    return this.#over;
  }

  async #ask(): Promise<void> {
    const said = element("progress", HTMLElement);
    try {
      const state = readMoveState(await moveState(this.#place));
      if (state === "confirmed") await this.gone();
      else said.textContent = state === "taken" ? this.t("moving-taken") : "";
    } catch (error) {
      // Without an answer the voice stays where it is, and the question is asked again.
      if (error instanceof OfflineError || error instanceof TimeoutError) return;
      if (!(error instanceof ServerError)) throw error;
      if (error.code !== "move_unknown" && Date.now() < this.until * 1000) return;
      this.#over = true;
      showPart("failed");
      element("reason", HTMLElement).textContent = this.t("moving-run-out");
    }
  }
}

async function leave(voice: Signed, page: Page, t: Words): Promise<void> {
  showPart("working");
  const secret = freshSecret();
  const meeting = await meetingOf(secret);
  const sealed = await packVoice({ voice, receipt: await receiptOfVoice(voice) }, meeting);
  const until = readUntil(await leaveMove(toBase64(meeting.place), toBase64(sealed)));
  naming(voice);
  element("picture", HTMLElement).replaceChildren(picture(pictureText(location.origin, secret)));
  element("words", HTMLElement).replaceChildren(...secretWords(secret, wordlist).map((word) => make("li", {}, word)));
  const time = new Intl.DateTimeFormat(localeOf(page), { timeStyle: "short" }).format(new Date(until * 1000));
  element("until", HTMLElement).textContent = t("moving-until", { time });
  const leaving = new Leaving(voice, meeting, until, t);
  onPress(element("there", HTMLButtonElement), () => leaving.gone());
  onPress(element("keep", HTMLButtonElement), () => leaving.keep());
  showPart("leave");
  await leaving.watch();
}

async function arrive(secret: Bytes, t: Words): Promise<void> {
  showPart("working");
  const meeting = await meetingOf(secret);
  const [place, taker] = [toBase64(meeting.place), toBase64(crypto.getRandomValues(new Uint8Array(16)))];
  const { voice, receipt } = await unpackVoice(readSealed(await takeMove(place, taker)), meeting);
  if ((await heldVoice(voice.campaign)) !== null) {
    showPart("failed");
    element("reason", HTMLElement).textContent = t("moving-held");
    return;
  }
  // Kept before it is said to be: until then it is on the other device as well, and nowhere less.
  await keepVoice(voice);
  if (receipt !== null) await keepReceipt(receipt, voice.title);
  naming(voice);
  if (await told(place, taker)) {
    showPart("arrived");
  } else {
    showPart("failed");
    element("reason", HTMLElement).textContent = t("moving-both");
  }
}

/** The device that it came from lets go when it hears of it. */
async function told(place: string, taker: string): Promise<boolean> {
  for (let tries = 0; tries < CONFIRMS; tries++) {
    try {
      await confirmMove(place, taker);
      return true;
    } catch (error) {
      if (!(error instanceof OfflineError || error instanceof TimeoutError || error instanceof ServerError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }
  return false;
}

function typed(t: Words): void {
  const [form, field, error] = [element("typed", HTMLFormElement), element("phrase", HTMLTextAreaElement), element("phrase-error", HTMLElement)];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      const secret = secretOfWords(field.value, wordlist);
      void arrive(secret, t).catch((reason: unknown) => {
        failed(reason, t);
      });
    } catch (reason) {
      if (!(reason instanceof WordError)) throw reason;
      error.textContent = reason.word === 0 ? t("moving-incomplete") : t("moving-no-word", { word: reason.word });
      error.hidden = false;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", "phrase-hint phrase-error");
      field.focus();
    }
  });
}

function voiceLine(voice: HeldVoice, page: Page, t: Words): HTMLElement {
  const about = make("p", {}, make("b", {}, make("bdi", {}, voice.title)));
  if (!movable(voice)) return make("li", {}, make("p", {}, ...about.childNodes, make("br", {}), t("moving-waiting-voice")));
  const button = make("button", { type: "button", class: "btn primary" }, t("moving-leave"));
  onPress(button, () =>
    leave(voice, page, t).catch((error: unknown) => {
      failed(error, t);
    }),
  );
  return make("li", {}, about, button);
}

async function start(page: Page, t: Words): Promise<void> {
  typed(t);
  element("fetch", HTMLButtonElement).addEventListener("click", () => {
    showPart("arrive");
  });
  const secret = secretOfFragment(location.hash);
  // Out of the address, so that it does not stand in the history of a device that the voice then leaves.
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  if (secret !== null) {
    await arrive(secret, t);
    return;
  }
  const held = await heldVoices();
  element("voices", HTMLUListElement).replaceChildren(...held.map((one) => voiceLine(one, page, t)));
  element("no-voice", HTMLElement).hidden = held.length > 0;
  showPart("choose");
}

const page = readPage();
const words = wordsOf(page);
void start(page, words).catch((error: unknown) => {
  failed(error, words);
});
