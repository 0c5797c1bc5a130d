// 习题 8-5 · Exercise 8-5: one way to solve it.

/**
 * Task 1: r = Σₙ pₙ cₙ with p = softmax(aₙᵀq).
 *
 * Key-value attention with the plain dot product, without √D. A key says where
 * to look, a value what is found there: they are two embeddings of the same
 * sentence, and may differ in length.
 */
export function memoryNetworkRead(
  query: number[],
  keys: number[][],
  values: number[][],
): { weights: number[]; read: number[] } {
  const weights = softmax(keys.map((key) => dot(key, query)));
  return { weights, read: weightedSum(weights, values) };
}

/**
 * Task 2: q ← q + r, hop after hop.
 *
 * The next hop looks for what the last one found, which is how two facts are
 * joined. The old q stays in the sum, so the question is not forgotten.
 */
export function memoryNetworkHops(
  query: number[],
  keys: number[][],
  values: number[][],
  hops: number,
): number[] {
  let current = query;
  for (let hop = 0; hop < hops; hop++) {
    const { read } = memoryNetworkRead(current, keys, values);
    current = current.map((x, d) => x + read[d]);
  }
  return current;
}

/**
 * Task 3: r = Σₙ wₙ mₙ.
 *
 * The same weighted sum as in task 1. What differs is where the weights come
 * from, content and location, and that a slot is its own key.
 */
export function turingRead(memory: number[][], weights: number[]): number[] {
  return weightedSum(weights, memory);
}

/**
 * Task 4: mₙ ← mₙ ⊙ (1 - wₙ e) + wₙ a.
 *
 * Both parts carry the weight: a slot that is not addressed neither loses nor
 * gains. The add vector is not multiplied by e, so it can add without erasing.
 */
export function turingWrite(
  memory: number[][],
  weights: number[],
  erase: number[],
  add: number[],
): number[][] {
  return memory.map((slot, n) =>
    slot.map((x, d) => x * (1 - weights[n] * erase[d]) + weights[n] * add[d])
  );
}

/** Task 5: who does what. */
export function comparison(): Record<
  string,
  "memory-network" | "turing-machine" | "both"
> {
  return {
    // softmax of dot products here, of cosines times a sharpness there.
    readsByContent: "both",
    // Tasks 1 and 3 end in the same sum.
    readIsWeightedSum: "both",
    // Sums, products and softmax all have derivatives; only the name is one's.
    trainsEndToEnd: "both",
    // Task 2. A Turing machine reads once per head, then time moves on.
    readsInSeveralHops: "memory-network",
    // Sentences are embedded twice, by A and by C; M is found by what it holds.
    keysDifferFromValues: "memory-network",
    // The sentences are embedded before the first hop and stay as they are.
    memoryIsFixedWhileReading: "memory-network",
    // Only the Turing machine has a write head.
    writesToMemory: "turing-machine",
    // Task 4.
    erasesThenAdds: "turing-machine",
    // A shift; the memory network's temporal encoding is part of the content.
    addressesByLocation: "turing-machine",
    // Memory and weights of one time step are where the next one starts; a
    // memory network embeds its input anew for every question.
    keepsStateAcrossTimeSteps: "turing-machine",
  };
}

/** Σₙ wₙ vₙ. */
function weightedSum(weights: number[], vectors: number[][]): number[] {
  return vectors[0].map((_, d) =>
    dot(weights, vectors.map((vector) => vector[d]))
  );
}

/** exp(1e4) is too large for a number; exp(sₙ - max) never exceeds 1. */
function softmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function dot(a: number[], b: number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
