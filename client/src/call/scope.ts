/** What a call owns. Everything that has to end is entered here when it begins, and all of it ends in reverse order, once. */
export class Scope {
  #ends: (() => void)[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /** In a scope that has ended already it ends at once. */
  own(end: () => void): void {
    if (this.#ended) end();
    else this.#ends.push(end);
  }

  listen(target: EventTarget, name: string, heard: (event: Event) => void): void {
    target.addEventListener(name, heard);
    this.own(() => {
      target.removeEventListener(name, heard);
    });
  }

  /** Every end runs, also after one that threw; the first error is thrown afterwards. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const errors: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        end();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
