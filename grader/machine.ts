/**
 * Who uses the machine: counts the boxes under way, and lets a submission that
 * was too slow among others have all of it once.
 *
 * @module
 */
export class Machine {
  #boxes = 0;
  #alone = false;
  /** Those who wait, in the order in which they came; whoever wants to be alone goes first. */
  #waiting: { alone: boolean; start: () => void }[] = [];

  /** True if another box is under way beside the asker's own. */
  get crowded(): boolean {
    return this.#boxes > 1;
  }

  /** Works beside others. */
  async beside<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.#turn(false);
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Works when all others are done, while new ones wait. */
  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.#turn(true);
    try {
      return await work();
    } finally {
      this.#alone = false;
      this.#leave();
    }
  }

  #turn(alone: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ alone, start: resolve });
    this.#admit();
    return promise;
  }

  #leave(): void {
    this.#boxes -= 1;
    this.#admit();
  }

  #admit(): void {
    while (!this.#alone) {
      const first = this.#waiting.findIndex(({ alone }) => alone);
      const index = first === -1 ? 0 : first;
      const next = this.#waiting[index];
      if (!next || next.alone && this.#boxes > 0) return;
      this.#waiting.splice(index, 1);
      this.#alone = next.alone;
      this.#boxes += 1;
      next.start();
    }
  }
}
