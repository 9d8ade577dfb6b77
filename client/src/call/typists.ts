import type { ChatLine, Person } from "../crypto/contract.ts";

import type { Typing } from "./state.ts";

/** Who types instead of speaking, in the order in which they began. It ends with the line in the chat, with an empty text, or with the person. */
export class Typists {
  #now: readonly Typing[] = [];
  /** Of lines that are in the chat: a signal may come after the line that ends it. */
  #said: ReadonlySet<string> = new Set();

  typed({ identity, id, text }: { readonly identity: string; readonly id: string; readonly text: string }, people: readonly Person[]): readonly Typing[] {
    const person = people.find((one) => one.identity === identity);
    const others = this.#now.filter((typing) => typing.identity !== identity || (text !== "" && typing.id === id));
    if (text === "" || person === undefined || this.#said.has(key(identity, id))) return this.#set(others.filter((typing) => typing.identity !== identity));
    const typing = { identity, id, text, name: person.name };
    const begun = others.some((other) => other.identity === identity);
    return this.#set(begun ? others.map((other) => (other.identity === identity ? typing : other)) : [...others, typing]);
  }

  said(lines: readonly ChatLine[]): readonly Typing[] {
    this.#said = new Set(lines.map(({ identity, id }) => key(identity, id)));
    return this.#set(this.#now.filter(({ identity, id }) => !this.#said.has(key(identity, id))));
  }

  present(people: readonly Person[]): readonly Typing[] {
    return this.#set(this.#now.filter(({ identity }) => people.some((person) => person.identity === identity)));
  }

  /** The same list stays the same object, so that nothing is drawn again. */
  #set(next: readonly Typing[]): readonly Typing[] {
    const same = next.length === this.#now.length && next.every((typing, at) => typing === this.#now[at]);
    if (!same) this.#now = next;
    return this.#now;
  }
}

function key(identity: string, id: string): string {
  return `${identity} ${id}`;
}
