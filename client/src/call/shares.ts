import type { Person } from "../crypto/contract.ts";
import type { Share } from "./state.ts";
import type { Presence } from "./tiles.ts";

/** Who shares a screen, in the order in which it was seen to begin. Only people of the group count, whatever the media server lists. */
export class Shares {
  #shares: readonly Share[] = [];

  /** Equal shares stay the same objects, and with all equal the list too. */
  update(people: readonly Person[], others: ReadonlyMap<string, Presence>, own: boolean): readonly Share[] {
    const now = people.filter((person) => (person.self ? own : others.get(person.identity)?.shares === true));
    const order = this.#shares.map((share) => share.identity);
    const known = order.flatMap((identity) => now.filter((person) => person.identity === identity));
    const fresh = now.filter((person) => !order.includes(person.identity));
    const next = [...known, ...fresh].map((person) => this.#settled(shareOf(person, others.get(person.identity))));
    const unchanged = next.length === this.#shares.length && next.every((share, at) => share === this.#shares[at]);
    if (!unchanged) this.#shares = next;
    return this.#shares;
  }

  #settled(share: Share): Share {
    const before = this.#shares.find((one) => one.identity === share.identity);
    return before?.name === share.name && before.video === share.video && before.self === share.self ? before : share;
  }
}

function shareOf({ identity, name, self }: Person, media: Presence | undefined): Share {
  return { identity, name, self, video: !self && media?.screen === true };
}
