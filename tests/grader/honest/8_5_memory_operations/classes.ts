// Classes, typed arrays and noise; one pass of softmax and read together.

class Memory {
  constructor(
    readonly keys: readonly number[][],
    readonly values: readonly number[][],
  ) {}

  /** The weights come out with the read, which is rescaled when a larger score turns up. */
  lookUp(query: ArrayLike<number>) {
    const scores = this.keys.map((key) => {
      let score = 0;
      for (let d = 0; d < key.length; d++) score += key[d] * query[d];
      return score;
    });
    const read = new Float64Array(this.values[0].length);
    let [top, total] = [-Infinity, 0];
    this.values.forEach((value, n) => {
      if (scores[n] > top) {
        const factor = Math.exp(top - scores[n]);
        total *= factor;
        read.forEach((x, d) => read[d] = x * factor);
        top = scores[n];
      }
      const weight = Math.exp(scores[n] - top);
      total += weight;
      value.forEach((x, d) => read[d] += weight * x);
    });
    console.info("total", total);
    return {
      weights: Float64Array.from(scores, (x) => Math.exp(x - top) / total),
      read: read.map((x) => x / total),
    };
  }
}

export function memoryNetworkRead(
  query: number[],
  keys: number[][],
  values: number[][],
) {
  return new Memory(keys, values).lookUp(query);
}

export function memoryNetworkHops(
  query: number[],
  keys: number[][],
  values: number[][],
  hops: number,
): Float64Array {
  const memory = new Memory(keys, values);
  let current = Float64Array.from(query);
  for (let i = 0; i < hops; i++) {
    const { read } = memory.lookUp(current);
    current = current.map((x, d) => x + read[d]);
    console.log("hop", i, current);
  }
  return current;
}

class Head {
  constructor(readonly weights: number[]) {}

  read(memory: number[][]): Float64Array {
    const result = new Float64Array(memory[0].length);
    for (const [n, slot] of memory.entries()) {
      for (const [d, x] of slot.entries()) result[d] += this.weights[n] * x;
    }
    return result;
  }

  write(memory: number[][], erase: number[], add: number[]): Float64Array[] {
    return memory.map((slot, n) => {
      const w = this.weights[n];
      // m + w (a - m e)
      return Float64Array.from(slot, (m, d) => m + w * (add[d] - m * erase[d]));
    });
  }
}

export function turingRead(memory: number[][], weights: number[]) {
  return new Head(weights).read(memory);
}

export function turingWrite(
  memory: number[][],
  weights: number[],
  erase: number[],
  add: number[],
) {
  return new Head(weights).write(memory, erase, add);
}

const NETWORK = "memory-network";
const MACHINE = "turing-machine";
const BOTH = "both";

export function comparison() {
  const who = new Map([
    ["writesToMemory", MACHINE],
    ["erasesThenAdds", MACHINE],
    ["addressesByLocation", MACHINE],
    ["keepsStateAcrossTimeSteps", MACHINE],
    ["readsByContent", BOTH],
    ["readIsWeightedSum", BOTH],
    ["trainsEndToEnd", BOTH],
    ["readsInSeveralHops", NETWORK],
    ["keysDifferFromValues", NETWORK],
    ["memoryIsFixedWhileReading", NETWORK],
  ]);
  return Object.assign(Object.create(null), Object.fromEntries(who));
}
