/** What a piece of work came to, and whether another box was under way at any time beside it. */
export interface Turn<Value> {
  value: Value;
  crowded: boolean;
}

/** Gives turns on the machine to those who have boxes. */
export interface Turns {
  /** Works beside others. */
  beside<Value>(work: () => Promise<Value>): Promise<Turn<Value>>;
  /** Works when all others are done, while new ones wait. */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** Somebody who works now. */
interface Working {
  crowded: boolean;
}

/** Who uses the machine: lets a submission that was too slow among others have all of it once. */
export class Machine implements Turns {
  readonly #working = new Set<Working>();
  #alone = false;
  /** Those who wait, in the order in which they came; whoever wants to be alone goes first. */
  readonly #waiting: { alone: boolean; start: (turn: Working) => void }[] = [];

  async beside<Value>(work: () => Promise<Value>): Promise<Turn<Value>> {
    const turn = await this.#turn(false);
    try {
      const value = await work();
      return { value, crowded: turn.crowded };
    } finally {
      this.#leave(turn);
    }
  }

  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = await this.#turn(true);
    try {
      return await work();
    } finally {
      this.#alone = false;
      this.#leave(turn);
    }
  }

  #turn(alone: boolean): Promise<Working> {
    const { promise, resolve } = Promise.withResolvers<Working>();
    this.#waiting.push({ alone, start: resolve });
    this.#admit();
    return promise;
  }

  #leave(turn: Working): void {
    this.#working.delete(turn);
    this.#admit();
  }

  #admit(): void {
    while (!this.#alone) {
      const first = this.#waiting.findIndex(({ alone }) => alone);
      const index = first === -1 ? 0 : first;
      const next = this.#waiting[index];
      if (!next || next.alone && this.#working.size > 0) return;
      this.#waiting.splice(index, 1);
      this.#alone = next.alone;
      const turn = { crowded: this.#working.size > 0 };
      for (const other of this.#working) other.crowded = true;
      this.#working.add(turn);
      next.start(turn);
    }
  }
}
