import { logFile } from "../api/log.ts";
import { OfflineError } from "../api/request.ts";
import { askVoice, collectVoice, type Credential, spendVoice, voiceKey } from "../api/voices.ts";
import { FormatError, fromBase64url, toBase64 } from "../crypto/bytes.ts";
import { trusted } from "../crypto/record/watch.ts";
import { recordedIssuer } from "../crypto/voices/announced.ts";
import { readIssuer } from "../crypto/voices/answers.ts";
import { type About, askFor, type Asking, collect, drop, type Gate, type HeldVoice, type Pending, prepareVoice, type Signed, spend, withCredential } from "../crypto/voices/held.ts";
import { heldVoice } from "../crypto/voices/shelf.ts";
import type { IssuerKey } from "../crypto/voices/token.ts";
import { type Page, readPage } from "../ui/page.ts";
import { localeOf, type Words, wordsOf } from "../ui/words.ts";

import { agreed, element, onPress, showPart } from "./element.ts";
import { ledgerOf, see } from "./ledger.ts";
import { mailForm, toCode, wrong } from "./mailing.ts";
import { refusalOf, reasonOf, RecordError } from "./refusal.ts";

/** The gate: from a credential to a voice in this browser. Whatever is lost on the way is asked for again, also after the page was closed. */

const SERVER: Gate = { ask: askVoice, collect: collectVoice, spend: spendVoice };

/** After a batch has gone out, its people do not all come at once, and none comes at a moment that says which request was theirs. */
const COLLECT_SPREAD_MS = 20_000;
const AGAIN_MS = 15_000;
const SPEND_FIRST_MS = 10_000;
const SPEND_SPREAD_MS = 50_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Place extends About {
  readonly gate: string;
}

function placeOf(): Place {
  const source = JSON.parse(element("page", HTMLElement).textContent) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => (typeof source[name] === "string" ? source[name] : "");
  return { campaign: text("campaign"), slug: text("slug"), title: text("title"), gate: text("gate") };
}

interface Brought {
  readonly kind: "code" | "mail" | "login";
  readonly token: string;
}

/** From a letter, a mail, or the login's way back; in the fragment, so that no log of addresses has it. */
function brought(): Brought | null {
  const [, kind, token] = /^#(code|mail|login)=([A-Za-z0-9_-]{1,64})$/.exec(location.hash) ?? [];
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  if (token === undefined || (kind !== "code" && kind !== "mail" && kind !== "login")) return null;
  return { kind, token };
}

class AtTheGate {
  constructor(
    private readonly place: Place,
    private readonly page: Page,
    private readonly t: Words,
  ) {}

  async start(): Promise<void> {
    const credential = brought();
    const voice = await heldVoice(this.place.campaign);
    // One that was asked for in vain goes on with what the person brings now.
    if (voice !== null && (voice.stage !== "asking" || credential === null)) return this.goOn(voice);
    // Who comes from the login has pressed there. A code is used when somebody presses here: programs that look at mails open links too.
    if (credential?.kind === "login") return this.ask({ login: toBase64(fromBase64url(credential.token)) });
    showPart("ask");
    if (credential !== null) filled(credential.token);
  }

  async goOn(voice: HeldVoice): Promise<void> {
    switch (voice.stage) {
      case "asking":
        return this.#waitFor(await this.#sent(voice));
      case "pending":
        return this.#waitFor(voice);
      case "issued":
      case "spent":
        return this.#have(voice);
    }
  }

  /** With what the person typed or brought. */
  async ask(credential: Credential): Promise<void> {
    showPart("working");
    const issuer = await this.#issuer();
    const voice = await heldVoice(this.place.campaign);
    // One that was asked for with a key that does not hold any more has no way on.
    const usable = voice?.stage === "asking" && voice.issuer.modulus === issuer.modulus ? voice : null;
    if (voice?.stage === "asking" && usable === null) await drop(voice);
    const { campaign, slug, title } = this.place;
    const asking = usable === null ? await prepareVoice({ campaign, slug, title }, issuer, credential) : await withCredential(usable, credential);
    await this.#waitFor(await this.#sent(asking));
  }

  async #issuer(): Promise<IssuerKey> {
    // First of all: who asks first has the key made, and its entry is not yet in a checkpoint of before.
    const announced = readIssuer(await voiceKey(this.place.campaign), this.place.campaign);
    const ledger = ledgerOf();
    const seeing = ledger === null ? "broken" : await see(ledger, Date.now());
    if (seeing === "offline") throw new OfflineError("no record");
    if (seeing === "broken" || !trusted(seeing)) throw new RecordError();
    try {
      return await recordedIssuer(announced, logFile, seeing.newest);
    } catch (error) {
      if (error instanceof FormatError) throw new RecordError();
      throw error;
    }
  }

  #sent(voice: Asking): Promise<Pending> {
    return askFor(voice, SERVER);
  }

  async #waitFor(first: Pending): Promise<void> {
    let voice: Pending | Signed = first;
    while (voice.stage === "pending") {
      this.#tell(voice);
      const due = voice.waiting.at * 1000 - Date.now();
      // A batch whose time has come, and that has not gone out yet, is asked for after a while again.
      if (due > 0) await pause(due + Math.random() * COLLECT_SPREAD_MS);
      voice = await collect(voice, SERVER);
      if (voice.stage === "pending" && voice.waiting.at * 1000 <= Date.now()) await pause(AGAIN_MS);
    }
    await this.#have(voice);
  }

  #tell({ waiting: { at, others } }: Pending): void {
    const { page, t } = this;
    const left = at * 1000 - Date.now();
    const minutes = left <= 0 ? 0 : Math.ceil(left / 60_000);
    const time = new Intl.DateTimeFormat(localeOf(page), { timeStyle: "short" }).format(new Date(at * 1000));
    element("wait-title", HTMLElement).textContent = t("asking-minutes", { minutes });
    const batch = left <= 0 ? "" : `${t("asking-batch", { time })} `;
    element("wait-text", HTMLElement).textContent = `${batch}${t("asking-others", { others })}`;
    showPart("wait");
  }

  async #have(voice: Signed): Promise<void> {
    const { t } = this;
    const { batch } = voice;
    element("have-text", HTMLElement).textContent = batch === null ? t("asking-here") : t("asking-issued", { count: batch.count });
    if (batch !== null) {
      element("counted", HTMLElement).hidden = false;
      element("counted-text", HTMLElement).textContent = t("asking-counted", { entry: batch.entry });
      element("counted-link", HTMLAnchorElement).href = `/record/entry/${batch.entry}`;
    }
    onPress(element("off-ask", HTMLButtonElement), async () => {
      if (!(await agreed(element("off", HTMLDialogElement)))) return;
      await drop(voice);
      showPart("ask");
    });
    showPart("have");
    const use = element("use", HTMLElement);
    use.textContent = t(voice.stage === "spent" ? "asking-in-use" : "asking-soon");
    if (voice.stage === "issued") await this.#use(voice, use);
  }

  /** Spends it at a moment of its own: right after it was fetched, the two would be two requests of one connection in a row. */
  async #use(voice: Signed, said: HTMLElement): Promise<void> {
    await pause(SPEND_FIRST_MS + Math.random() * SPEND_SPREAD_MS);
    // It may have been moved, or taken off, meanwhile.
    const still = await heldVoice(voice.campaign);
    if (still?.stage !== "issued") return;
    await spend(still, SERVER);
    said.textContent = this.t("asking-in-use");
  }

  /** Back to the form for what a person can mend, else a page that says why. */
  trouble(error: unknown): void {
    const refusal = refusalOf(error, this.place.gate, localeOf(this.page), this.t);
    if (refusal === null) {
      const reason = reasonOf(error, navigator.onLine, this.t);
      showPart("trouble");
      element("reason", HTMLElement).textContent = reason;
      return;
    }
    showPart("ask");
    element("used", HTMLElement).hidden = !refusal.used;
    if (document.getElementById("code") !== null) {
      toCode();
      wrong("code", refusal.words);
      return;
    }
    const banner = element("refused", HTMLElement);
    banner.querySelector("p")?.replaceChildren(refusal.words);
    banner.hidden = false;
  }
}

function typed(gate: string): Credential | null {
  if (gate === "link") return { link: true };
  const code = element("code", HTMLInputElement).value.trim();
  if (code === "") return null;
  return gate === "mail" ? { mail: code } : { code };
}

function filled(code: string): void {
  if (document.getElementById("code") === null) return;
  toCode();
  element("code", HTMLInputElement).value = code;
}

/** The form, of which the page of a login has none. */
function form(at: AtTheGate, gate: string, t: Words): void {
  const ours = document.getElementById("gate");
  if (ours === null) return;
  let busy = false;
  ours.addEventListener("submit", (event) => {
    event.preventDefault();
    const credential = typed(gate);
    if (credential === null) {
      wrong("code", t("asking-empty"));
      return;
    }
    if (busy) return;
    busy = true;
    void at
      .ask(credential)
      .catch((error: unknown) => {
        at.trouble(error);
      })
      .finally(() => {
        busy = false;
      });
  });
}

function start(page: Page): void {
  if (document.querySelector("main")?.dataset["phase"] !== "open") return;
  const place = placeOf();
  const t = wordsOf(page);
  const at = new AtTheGate(place, page, t);
  const begin = (): void => {
    void at.start().catch((error: unknown) => {
      at.trouble(error);
    });
  };
  form(at, place.gate, t);
  if (place.gate === "mail") mailForm(place.campaign, page, t);
  // The mail's link, opened where the page is open already.
  addEventListener("hashchange", begin);
  begin();
}

start(readPage());
