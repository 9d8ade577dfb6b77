/** What the server tells the page's script, in a data block of the page itself: no request more. */
export interface Page {
  readonly language: string;
  /** CLDR numbering system: "latn", "arab". */
  readonly digits: string;
  readonly direction: "ltr" | "rtl";
  /** The name of this service, for sentences. */
  readonly instance: string;
  /** Fluent source. */
  readonly messages: string;
  /** On the page of a room: its id. */
  readonly room: string;
  /** This service runs a relay (TURN) for networks that let only TLS out: then LiveKit's servers for ICE are asked, which are its own. */
  readonly relay: boolean;
}

function text(source: unknown, name: string): string {
  const value: unknown = typeof source === "object" && source !== null ? Reflect.get(source, name) : undefined;
  return typeof value === "string" ? value : "";
}

function sourceOf(from: Document): unknown {
  return JSON.parse(from.getElementById("page")?.textContent ?? "{}");
}

/** What only some pages are told, by its name; empty where it is not. */
export function told(name: string, from: Document = document): string {
  return text(sourceOf(from), name);
}

export function readPage(from: Document = document): Page {
  const source = sourceOf(from);
  return {
    language: text(source, "language"),
    digits: text(source, "digits"),
    direction: text(source, "direction") === "rtl" ? "rtl" : "ltr",
    instance: text(source, "instance"),
    messages: text(source, "messages"),
    room: text(source, "room"),
    relay: text(source, "relay") === "yes",
  };
}
