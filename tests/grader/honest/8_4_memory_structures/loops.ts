// Loops that change copies of the lists.

interface SoftList {
  values: number[][];
  strengths: number[];
}

function read(
  { values, strengths }: SoftList,
  order: number[],
  dimension: number,
): number[] {
  const result: number[] = [];
  for (let d = 0; d < dimension; d++) result.push(0);
  let room = 1;
  for (const n of order) {
    if (room <= 0) break;
    const weight = strengths[n] < room ? strengths[n] : room;
    for (let d = 0; d < dimension; d++) result[d] += weight * values[n][d];
    room -= weight;
  }
  return result;
}

function pop(strengths: number[], order: number[], amount: number): void {
  for (const n of order) {
    if (amount <= 0) return;
    const taken = strengths[n] < amount ? strengths[n] : amount;
    strengths[n] -= taken;
    amount -= taken;
  }
}

function step(
  { values, strengths }: SoftList,
  popped: number,
  push: number,
  value: number[],
  isStack: boolean,
): { memory: SoftList; read: number[] } {
  const memory = { values: values.slice(), strengths: strengths.slice() };
  const order: number[] = [];
  for (let n = 0; n < strengths.length; n++) order.push(n);
  if (isStack) order.reverse();
  pop(memory.strengths, order, popped);
  if (isStack) order.unshift(strengths.length);
  else order.push(strengths.length);
  memory.values.push(value.slice());
  memory.strengths.push(push);
  return { memory, read: read(memory, order, value.length) };
}

export function stackStep(m: SoftList, u: number, d: number, v: number[]) {
  return step(m, u, d, v, true);
}

export function queueStep(m: SoftList, u: number, d: number, v: number[]) {
  return step(m, u, d, v, false);
}

export function setRead(
  slots: number[][],
  query: number[],
  sharpness: number,
): number[] {
  const scores: number[] = [];
  for (const slot of slots) {
    let score = 0;
    for (let d = 0; d < query.length; d++) score += slot[d] * query[d];
    scores.push(score * sharpness);
  }
  const top = Math.max(...scores);
  let total = 0;
  const result = new Array(query.length).fill(0);
  for (let n = 0; n < slots.length; n++) {
    const weight = Math.exp(scores[n] - top);
    total += weight;
    for (let d = 0; d < query.length; d++) result[d] += weight * slots[n][d];
  }
  for (let d = 0; d < query.length; d++) result[d] /= total;
  return result;
}

export function treeLeafWeights(branchLogits: number[]): number[] {
  const leaves = branchLogits.length + 1;
  const weights: number[] = [];
  for (let leaf = 0; leaf < leaves; leaf++) {
    // From the leaf to the root.
    let weight = 1;
    for (let node = branchLogits.length + leaf; node > 0;) {
      const parent = Math.floor((node - 1) / 2);
      const right = 1 / (1 + Math.exp(-branchLogits[parent]));
      const left = 1 / (1 + Math.exp(branchLogits[parent]));
      weight *= node === 2 * parent + 2 ? right : left;
      node = parent;
    }
    weights.push(weight);
  }
  return weights;
}
