// Classes and noise; typed arrays in the answers; one pass over the set.

class Entry {
  constructor(readonly value: number[], public strength: number) {}

  /** Gives at most so much, and says how much it was. */
  give(amount: number): number {
    const given = Math.min(this.strength, amount);
    this.strength -= given;
    console.log(`gave ${given} of`, this.value);
    return given;
  }
}

class Memory {
  readonly entries: Entry[];

  constructor({ values, strengths }: Lists, readonly isStack: boolean) {
    this.entries = values.map((value, n) => new Entry(value, strengths[n]));
  }

  inTurn(): Entry[] {
    return this.isStack ? this.entries.toReversed() : this.entries;
  }

  pop(amount: number): this {
    for (const entry of this.inTurn()) amount -= entry.give(amount);
    return this;
  }

  push(value: number[], strength: number): this {
    this.entries.push(new Entry(value, strength));
    return this;
  }

  lists() {
    return {
      values: this.entries.map(({ value }) => Float64Array.from(value)),
      strengths: Float64Array.from(this.entries, ({ strength }) => strength),
    };
  }

  read(dimension: number): Float64Array {
    const found = new Float64Array(dimension);
    let left = 1;
    for (const { value, strength } of this.inTurn()) {
      const part = Math.min(strength, left);
      left -= part;
      value.forEach((x, d) => found[d] += part * x);
    }
    return found;
  }
}

interface Lists {
  values: number[][];
  strengths: number[];
}

function step(lists: Lists, u: number, d: number, v: number[], stack: boolean) {
  const memory = new Memory(lists, stack).pop(u).push(v, d);
  return { read: memory.read(v.length), memory: memory.lists() };
}

export function stackStep(lists: Lists, u: number, d: number, v: number[]) {
  return step(lists, u, d, v, true);
}

export function queueStep(lists: Lists, u: number, d: number, v: number[]) {
  return step(lists, u, d, v, false);
}

export function setRead(
  slots: number[][],
  query: number[],
  sharpness: number,
): Float64Array {
  let top = -Infinity;
  let total = 0;
  const mean = new Float64Array(query.length);
  for (const slot of slots) {
    const score = sharpness * slot.reduce((s, x, d) => s + x * query[d], 0);
    const next = Math.max(top, score);
    const kept = total * Math.exp(top - next);
    const weight = Math.exp(score - next);
    total = kept + weight;
    top = next;
    for (let d = 0; d < mean.length; d++) {
      mean[d] += (slot[d] - mean[d]) * weight / total;
    }
  }
  return mean;
}

export function treeLeafWeights(branchLogits: number[]): Float64Array {
  // All nodes in heap order, the leaves last.
  const weights = new Float64Array(2 * branchLogits.length + 1);
  weights[0] = 1;
  branchLogits.forEach((logit, node) => {
    const right = weights[node] / (1 + Math.exp(-logit));
    weights[2 * node + 1] = weights[node] - right;
    weights[2 * node + 2] = right;
  });
  return weights.subarray(branchLogits.length);
}
