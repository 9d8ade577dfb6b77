/** What a line of text may hold, in code points: docs/protocol.md, section 6. */
export const LONGEST_TEXT = 4_000;

/** How many tiles stand side by side where there is room for a panel beside them: 3 in one row, 4 as 2x2, then three and four wide. */
export function columnsFor(tiles: number): number {
  if (tiles <= 1) return 1;
  if (tiles === 2 || tiles === 4) return 2;
  if (tiles === 3 || tiles === 5 || tiles === 6 || tiles === 9) return 3;
  return 4;
}

/** On a phone held upright: two wide, so that faces stay faces, but two or three people one below the other. */
export function columnsForPhone(tiles: number): number {
  return tiles <= 3 ? 1 : 2;
}

/** Letters and digits of the beginnings of the first and the last word: "Amina Diallo" -> "AD", "أمينة ديالو" -> "أد". */
export function initials(name: string, locale: string): string {
  const words = name.split(/[\s-]+/u).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ""));
  const beginnings = words.filter((word) => word !== "").map((word) => beginning(word, locale));
  const [first] = beginnings;
  const last = beginnings.at(-1);
  if (first === undefined) return "";
  return (beginnings.length === 1 || last === undefined ? first : first + last).toLocaleUpperCase(locale);
}

/** The first letter with the marks that belong to it, which may be more than one code point. */
function beginning(word: string, locale: string): string {
  const [first] = new Intl.Segmenter(locale, { granularity: "grapheme" }).segment(word);
  return first?.segment ?? "";
}

/** Length as the protocol counts it: in code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Twenty digits in groups of four. */
export function groupsOfFour(digits: string): string[] {
  return digits.match(/.{1,4}/g) ?? [];
}
