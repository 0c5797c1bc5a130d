/**
 * Turns bursts of file events into saves: one save gives three to six events,
 * and an editor that writes in two steps shows half a file in between.
 *
 * @module
 */

// Most editors are done by then: it is worth beginning.
const EARLY = 15;

// No event for so long, and what was saved is believed.
const QUIET = 60;

/** Exercises whose files are being saved. */
export class Saves {
  #ids = new Set<string>();
  #early: ReturnType<typeof setTimeout> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quiet: PromiseWithResolvers<void> | undefined;

  /** @param saved Told early, with the exercises' ids; {@linkcode quiet} says when to believe it. */
  constructor(readonly saved: (ids: string[]) => void) {}

  /** A file of that exercise changed. */
  changed(id: string): void {
    this.#ids.add(id);
    this.#quiet ??= Promise.withResolvers();
    this.#early ??= setTimeout(() => {
      const ids = [...this.#ids];
      this.#ids.clear();
      this.saved(ids);
    }, EARLY);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), QUIET);
  }

  /** Waits until nothing is being saved. */
  async quiet(): Promise<void> {
    while (this.#quiet) await this.#quiet.promise;
  }

  /** Tells nobody any more. */
  close(): void {
    clearTimeout(this.#early);
    clearTimeout(this.#timer);
    this.#quiet?.resolve();
    this.#quiet = undefined;
  }

  #settle(): void {
    this.#early = undefined;
    this.#ids.clear();
    this.#quiet?.resolve();
    this.#quiet = undefined;
  }
}
