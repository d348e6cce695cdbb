/**
 * Opens something when it is first held, closes it when it is last let go: a microtask later, so
 * that StrictMode's mount, unmount, mount opens once.
 */
export class Holders {
  readonly #open: () => void;
  readonly #close: () => void;
  #count = 0;
  #isOpen = false;

  constructor(open: () => void, close: () => void) {
    this.#open = open;
    this.#close = close;
  }

  /** Holds until the returned function is called; calling it again does nothing. */
  hold(): () => void {
    this.#count += 1;
    this.#settle();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#count -= 1;
      this.#settle();
    };
  }

  #settle(): void {
    queueMicrotask(() => {
      const wanted = this.#count > 0;
      if (wanted === this.#isOpen) return;
      this.#isOpen = wanted;
      if (wanted) this.#open();
      else this.#close();
    });
  }
}
