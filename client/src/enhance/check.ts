import { FormatError } from "../crypto/bytes.ts";
import { Checker, parseReceipt } from "../crypto/record/receipt.ts";
import { type Page, readPage } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { LONGEST_FILE, splitReceipts } from "./bundle.ts";
import { element, onPress } from "./element.ts";
import { type Ledger, ledgerOf } from "./ledger.ts";
import { noReceipt, verdictPart } from "./verdict.ts";

/** The check of receipts, all in this page: once it is loaded it asks nobody anything, and works with the network off. */

async function verdictOf(text: string, checker: Checker, page: Page, t: Words): Promise<HTMLElement> {
  try {
    return verdictPart(await checker.check(parseReceipt(text)), checker.policy, page, t);
  } catch (error) {
    if (error instanceof FormatError) return noReceipt(t);
    throw error;
  }
}

async function show(source: string, ledger: Ledger, page: Page, t: Words): Promise<void> {
  const checker = new Checker(ledger.policy);
  const receipts = splitReceipts(source);
  const verdicts = await Promise.all(receipts.map((one) => verdictOf(one, checker, page, t)));
  const place = element("verdicts", HTMLElement);
  place.replaceChildren(...(verdicts.length === 0 ? [noReceipt(t)] : verdicts));
  place.focus();
}

async function read(files: Iterable<File>): Promise<string> {
  const texts = await Promise.all([...files].filter(({ size }) => size <= LONGEST_FILE).map((file) => file.text()));
  return texts.join("\n");
}

function start(page: Page, t: Words): void {
  const ledger = ledgerOf();
  if (ledger === null) return;
  const [file, drop, pasted] = [element("file", HTMLInputElement), element("drop", HTMLElement), element("pasted", HTMLTextAreaElement)];
  element("choose", HTMLElement).hidden = false;
  file.addEventListener("change", () => {
    void read(file.files ?? []).then((source) => show(source, ledger, page, t));
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
  });
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    void read(event.dataTransfer?.files ?? []).then((source) => show(source, ledger, page, t));
  });
  onPress(element("check", HTMLButtonElement), () => show(pasted.value, ledger, page, t));
}

const page = readPage();
start(page, wordsOf(page));
