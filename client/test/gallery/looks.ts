/**
 * What the tests ask of a picture of the gallery: each question gives what is wrong, in words, or nothing. None of it looks at pixels; it
 * asks the browser what it has laid out.
 */

/** WCAG 2.5.5, and the design: 44 px; layout rounds. */
const TARGET = 43.5;
/** The design: at 400% a tile keeps 8rem. */
const TILE = 127;
const CONTROLS = "button, a[href], input, textarea, select, summary";

/** What sticks out of its box or of the page, but for the one line that ends in an ellipsis. */
function sticksOut(): string[] {
  const wide = document.documentElement.clientWidth;
  const page = document.documentElement.scrollWidth > wide ? [`page ${document.documentElement.scrollWidth}`] : [];
  return page.concat(
    visible("button, .btn, h1, h2, h3, label, .st, .banner, .why").flatMap((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      if (width <= 1) return []; // for screen readers only
      if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) return [`wider than its box: ${nameOf(one)}`];
      const strip = one.closest(".with-shown .tiles") !== null; // twelve people there are to be scrolled to
      return !strip && (left < -1 || right > wide + 1) ? [`out of the page: ${nameOf(one)}`] : [];
    }),
  );
}

/** What is pressed and is smaller than 44 by 44, but for words inside a sentence. */
function tooSmall(): string[] {
  return visible("button, summary, label.check, select, .input, a[href]").flatMap((one) => {
    const { width, height } = one.getBoundingClientRect();
    const inSentence = one.localName === "a" && getComputedStyle(one).display === "inline";
    return inSentence || (width >= TARGET && height >= TARGET) ? [] : [`${width} by ${height}: ${nameOf(one)}`];
  });
}

/** What moves by itself or glides from one look to the next. */
function moves(): string[] {
  return [...document.querySelectorAll("*")].flatMap((one) =>
    [null, "::before", "::after"].flatMap((part) => {
      const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(one, part);
      const animated = animationName !== "none" && lasts(animationDuration);
      return lasts(transitionDuration) || animated || scrollBehavior === "smooth" ? [`${part ?? ""} of ${nameOf(one)}`] : [];
    }),
  );
}

function lasts(durations: string): boolean {
  return durations.split(",").some((duration) => Number.parseFloat(duration) > 0);
}

/** What a person who enlarges the page to 400% misses (1.4.10): cut off, under something else, or to be scrolled both ways. */
function lost(): string[] {
  return [
    ...reachable("body *").flatMap(cut),
    ...reachable(CONTROLS).flatMap(covered),
    ...reachable(".tile").flatMap((one) => (one.getBoundingClientRect().height < TILE ? [`flat: ${nameOf(one)}`] : [])),
  ];
}

function cut(one: Element): string[] {
  if (one.getBoundingClientRect().width <= 1 || one.matches("video, input, textarea, select")) return [];
  const { overflowX, overflowY, textOverflow } = getComputedStyle(one);
  const wider = one.scrollWidth > one.clientWidth + 1;
  const higher = one.scrollHeight > one.clientHeight + 1;
  if (/auto|scroll/.test(overflowX) && wider) return [`sideways: ${nameOf(one)}`];
  const hides = /hidden|clip/.test(overflowY) && textOverflow !== "ellipsis";
  return hides && higher ? [`cut ${one.scrollHeight} to ${one.clientHeight}: ${nameOf(one)}`] : [];
}

function covered(one: Element): string[] {
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = one.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  // What is said goes again by itself.
  const reached = hit !== null && (one.contains(hit) || hit.contains(one) || hit.closest(".toast") !== null);
  return reached ? [] : [`under ${hit === null ? "the edge" : nameOf(hit)}: ${nameOf(one)}`];
}

/**
 * With forced colours, what cannot be told from the ground that it stands on, and states that look alike. A tab is told by its words, and
 * by a line when it is chosen. The focus goes to everything once.
 */
function unseen(): string[] {
  const boxes = "button:not([role=tab], .pin), .btn, select, .input, kbd, .st, .tile, dialog[open], .toast, .banner";
  return [
    ...visible(boxes).flatMap((one) => (hasLine(one, 1) ? [] : [`no line: ${nameOf(one)}`])),
    ...visible(".tile.outside, .badge.bad").flatMap((one) => (hasLine(one, 3) ? [] : [`no heavy line: ${nameOf(one)}`])),
    ...visible(".tile.speaking, .tile-row.speaking .face").flatMap((one) => (hasRing(one, 3) ? [] : [`no ring: ${nameOf(one)}`])),
    ...alike("[role=tab]", "aria-selected"),
    ...alike(".c", "aria-pressed"),
    ...reachable(`${CONTROLS}, [tabindex="0"]`).flatMap(unseenFocus),
  ];
}

function unseenFocus(one: Element): string[] {
  if (one instanceof HTMLElement) one.focus();
  return document.activeElement === one && hasRing(one, 2) ? [] : [`focus not seen: ${nameOf(one)}`];
}

/** Those that are in a state look like none of those that are not. */
function alike(kind: string, state: string): string[] {
  const others = new Set(visible(`${kind}[${state}=false]`).map(looks));
  return visible(`${kind}[${state}=true]`).flatMap((one) => (others.has(looks(one)) ? [`${state} is not seen: ${nameOf(one)}`] : []));
}

function looks(one: Element): string {
  const { color, backgroundColor, borderTopWidth, borderBottomColor } = getComputedStyle(one);
  return [color, backgroundColor, borderTopWidth, borderBottomColor].join(" ");
}

function hasLine(one: Element, least: number): boolean {
  const style = getComputedStyle(one);
  const under = ground(one.parentElement);
  return (["top", "right", "bottom", "left"] as const).some((side) => {
    const of = (what: string) => style.getPropertyValue(`border-${side}-${what}`);
    return of("style") !== "none" && Number.parseFloat(of("width")) >= least && !isClear(of("color")) && of("color") !== under;
  });
}

function hasRing(one: Element, least: number): boolean {
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(one);
  const under = ground(Number.parseFloat(outlineOffset) < 0 ? one : one.parentElement);
  return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= least && !isClear(outlineColor) && outlineColor !== under;
}

/** The colour behind. */
function ground(one: Element | null): string {
  if (one === null) return getComputedStyle(document.body).backgroundColor;
  const { backgroundColor } = getComputedStyle(one);
  return isClear(backgroundColor) ? ground(one.parentElement) : backgroundColor;
}

/** By its alpha: black and yellow, `rgb(0, 0, 0)` and `rgb(255, 255, 0)`, end with a nought too, and systems draw their lines with them. */
function isClear(colour: string): boolean {
  return colour === "transparent" || /^rgba\(.*, ?0\)$|\/ ?0\)$/.test(colour);
}

function visible(selector: string): Element[] {
  return [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
}

/** Nothing modal lies over it. */
function reachable(selector: string): Element[] {
  const modal = document.querySelector("dialog[open]");
  return visible(selector).filter((one) => (modal === null || modal.contains(one)) && one.closest("[inert]") === null);
}

function nameOf(one: Element): string {
  const words = one.getAttribute("aria-label") ?? one.textContent;
  return `${one.localName}.${one.getAttribute("class") ?? ""} ${words.slice(0, 40)}`;
}

export const LOOKS = { sticksOut, tooSmall, moves, lost, unseen };
