// Loops, and copies that are changed in place.

type Who = "memory-network" | "turing-machine" | "both";

export function memoryNetworkRead(
  query: number[],
  keys: number[][],
  values: number[][],
): { weights: number[]; read: number[] } {
  const weights: number[] = [];
  let top = -Infinity;
  for (let n = 0; n < keys.length; n++) {
    weights[n] = 0;
    for (let d = query.length - 1; d >= 0; d--) {
      weights[n] += keys[n][d] * query[d];
    }
    if (weights[n] > top) top = weights[n];
  }
  let total = 0;
  for (let n = 0; n < keys.length; n++) {
    weights[n] = Math.exp(weights[n] - top);
    total += weights[n];
  }
  for (let n = 0; n < keys.length; n++) weights[n] /= total;
  return { weights, read: turingRead(values, weights) };
}

export function memoryNetworkHops(
  query: number[],
  keys: number[][],
  values: number[][],
  hops: number,
): number[] {
  const current = query.slice();
  while (hops-- > 0) {
    const { read } = memoryNetworkRead(current, keys, values);
    for (let d = 0; d < current.length; d++) current[d] += read[d];
  }
  return current;
}

export function turingRead(memory: number[][], weights: number[]): number[] {
  const read: number[] = [];
  for (let d = 0; d < memory[0].length; d++) {
    read[d] = 0;
    for (let n = 0; n < memory.length; n++) {
      read[d] += weights[n] * memory[n][d];
    }
  }
  return read;
}

export function turingWrite(
  memory: number[][],
  weights: number[],
  erase: number[],
  add: number[],
): number[][] {
  const written = structuredClone(memory);
  for (let n = 0; n < written.length; n++) {
    for (let d = 0; d < erase.length; d++) {
      written[n][d] -= written[n][d] * weights[n] * erase[d];
      written[n][d] += weights[n] * add[d];
    }
  }
  return written;
}

export function comparison(): Record<string, Who> {
  const answer: Record<string, Who> = {};
  for (const key of ["readsByContent", "readIsWeightedSum", "trainsEndToEnd"]) {
    answer[key] = "both";
  }
  answer.readsInSeveralHops = "memory-network";
  answer.keysDifferFromValues = "memory-network";
  answer.memoryIsFixedWhileReading = "memory-network";
  answer.writesToMemory = "turing-machine";
  answer.erasesThenAdds = "turing-machine";
  answer.addressesByLocation = "turing-machine";
  answer.keepsStateAcrossTimeSteps = "turing-machine";
  return answer;
}
