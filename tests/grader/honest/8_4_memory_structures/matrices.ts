// ml-matrix and promises; a queue is a stack with its list turned around.
import { Matrix } from "ml-matrix";

interface SoftList {
  values: number[][];
  strengths: number[];
}

/** What each entry gives when the last one gives first: differences of running sums. */
function shares(strengths: number[], amount: number): number[] {
  const given = strengths.map(() => 0);
  for (let n = strengths.length - 1, taken = 0; n >= 0; n--) {
    const next = Math.min(taken + strengths[n], amount);
    given[n] = next - taken;
    taken = next;
  }
  return given;
}

function turned(list: number[], isQueue: boolean): number[] {
  return isQueue ? list.toReversed() : list;
}

async function step(
  { values, strengths }: SoftList,
  [pop, push, value]: [number, number, number[]],
  isQueue: boolean,
) {
  await Promise.resolve();
  const inOrder = turned(strengths, isQueue);
  const popped = turned(shares(inOrder, pop), isQueue);
  const after = Matrix.rowVector([...strengths, push])
    .sub(Matrix.rowVector([...popped, 0])).to1DArray();
  const weights = turned(shares(turned(after, isQueue), 1), isQueue);
  const all = new Matrix([...values, value]);
  const read = Matrix.rowVector(weights).mmul(all).to1DArray();
  return { memory: { values: all, strengths: after }, read };
}

export async function stackStep(
  memory: SoftList,
  ...action: [number, number, number[]]
) {
  return await step(memory, action, false);
}

export async function queueStep(
  memory: SoftList,
  ...action: [number, number, number[]]
) {
  return await step(memory, action, true);
}

export function setRead(
  slots: number[][],
  query: number[],
  sharpness: number,
): number[] {
  const rows = new Matrix(slots);
  const weights = rows.mmul(Matrix.columnVector(query)).mul(sharpness);
  weights.sub(weights.max()).exp();
  weights.div(weights.sum());
  return weights.transpose().mmul(rows).to1DArray();
}

export function treeLeafWeights([...logits]: number[]): number[] {
  let level = Matrix.ones(1, 1);
  while (logits.length > 0) {
    const ours = Matrix.rowVector(logits.splice(0, level.columns));
    const right = ours.clone().mul(-1).exp().add(1).pow(-1);
    const left = ours.exp().add(1).pow(-1);
    const next = Matrix.zeros(1, 2 * level.columns);
    for (let n = 0; n < level.columns; n++) {
      next.set(0, 2 * n, level.get(0, n) * left.get(0, n));
      next.set(0, 2 * n + 1, level.get(0, n) * right.get(0, n));
    }
    level = next;
  }
  return level.to1DArray();
}
