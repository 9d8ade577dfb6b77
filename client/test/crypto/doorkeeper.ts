import { fromBase64, hex, text } from "../../src/crypto/bytes.ts";
import { type Charter, charterIn, FIRST } from "../../src/crypto/charter.ts";
import { tokenHash } from "../../src/crypto/derive.ts";

/**
 * What the delivery service in memory keeps of section 9: the newest charter, which it does not check (that is for the browsers to find out), and
 * the tokens of links.
 */
export class Doorkeeper {
  /** The newest envelope, in base64. */
  envelope: string | null = null;
  /** Of the link. */
  version = 1;
  /** Hashes of tokens in hex, the newest first. Empty: every token opens the door. */
  readonly tokens: string[] = [];
  /** Takes charters whatever their number. */
  careless = false;

  constructor(private readonly creator: () => string) {}

  get charter(): Charter {
    return this.envelope === null ? FIRST : bodyIn(this.envelope);
  }

  get due(): boolean {
    return this.charter.version > this.version;
  }

  /** Null when the charter does not come next; else whom it removes. */
  take(envelope: string): readonly string[] | null {
    const before = this.charter;
    const next = bodyIn(envelope);
    if (next.n !== before.n + 1 && !this.careless) return null;
    this.envelope = envelope;
    return next.removed.filter((identity) => !before.removed.includes(identity));
  }

  lets(identity: string): boolean {
    const { locked, admitted, moderators } = this.charter;
    return !locked || identity === this.creator() || [...admitted, ...moderators.map((moderator) => moderator.identity)].includes(identity);
  }

  /** `member`: has a place in the room that is not left. The code of the error, or null. */
  refusal(token: Uint8Array, identity: string, member: boolean): string | null {
    const at = this.tokens.indexOf(hex(tokenHash(token)));
    if (this.tokens.length > 0 && at < 0) return "wrong_link";
    if (this.charter.removed.includes(identity)) return "removed";
    if (this.charter.ended) return "room_ended";
    return (at > 0 || this.due) && !member ? "wrong_link" : null;
  }

  /** Whether a commit with these fields may come in now; where it brings the new link, that stands from now on. */
  renew(auth: string | undefined, link: number | undefined, returning: boolean): boolean {
    if (auth === undefined || link === undefined) return !this.due || returning;
    if (!this.due || link !== this.charter.version) return false;
    this.version = link;
    if (this.tokens.length > 0) this.tokens.unshift(hex(fromBase64(auth)));
    return true;
  }
}

function bodyIn(envelope: string): Charter {
  const { body } = JSON.parse(text(fromBase64(envelope))) as { readonly body: string };
  return charterIn(fromBase64(body));
}
