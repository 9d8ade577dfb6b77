/** One file with many receipts: one after the other. Each begins with the same line, so they can be told apart again. */

const BEGIN = "c2sp.org/tlog-proof@v1\n";

/** In characters: some thousand receipts. */
export const LONGEST_FILE = 16 * 1024 * 1024;

export function joinReceipts(receipts: readonly string[]): string {
  return receipts.map((one) => (one.endsWith("\n") ? one : `${one}\n`)).join("");
}

/** Also of a text that was pasted: mailers end lines in their own way. What comes before the first is no receipt and is dropped. */
export function splitReceipts(source: string): string[] {
  const text = source.slice(0, LONGEST_FILE).replaceAll("\r\n", "\n");
  const begins: number[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) if (at === 0 || text[at - 1] === "\n") begins.push(at);
  return begins.map((at, i) => `${text.slice(at, begins[i + 1]).trimEnd()}\n`);
}
