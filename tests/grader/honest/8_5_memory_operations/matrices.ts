// ml-matrix: answers are matrices and what comes out of them; promises.
import { Matrix } from "ml-matrix";

function attend(query: Matrix, keys: Matrix): Matrix {
  const weights = keys.mmul(query);
  weights.subtract(weights.max()).exp();
  return weights.divide(weights.sum());
}

export function memoryNetworkRead(
  query: number[],
  keys: number[][],
  values: number[][],
) {
  const weights = attend(Matrix.columnVector(query), new Matrix(keys));
  const read = new Matrix(values).transpose().mmul(weights);
  return { weights: weights.to1DArray(), read: read.getColumn(0) };
}

export async function memoryNetworkHops(
  query: number[],
  keys: number[][],
  values: number[][],
  hops: number,
) {
  const current = Matrix.columnVector(query);
  const [K, C] = await Promise.all([new Matrix(keys), new Matrix(values)]);
  for (let hop = 1; hop <= hops; hop++) {
    current.add(C.transpose().mmul(attend(current, K)));
  }
  return current.to1DArray();
}

export function turingRead(memory: number[][], weights: number[]) {
  return Matrix.rowVector(weights).mmul(new Matrix(memory)).to1DArray();
}

export function turingWrite(
  memory: number[][],
  weights: number[],
  erase: number[],
  add: number[],
): Matrix {
  const w = Matrix.columnVector(weights);
  const kept = w.mmul(Matrix.rowVector(erase)).neg().add(1);
  return kept.mul(new Matrix(memory)).add(w.mmul(Matrix.rowVector(add)));
}

export async function comparison() {
  const said = JSON.parse(
    await Promise.resolve(`{
    "readsByContent": "both", "readIsWeightedSum": "both",
    "trainsEndToEnd": "both", "readsInSeveralHops": "memory-network",
    "keysDifferFromValues": "memory-network",
    "memoryIsFixedWhileReading": "memory-network",
    "writesToMemory": "turing-machine", "erasesThenAdds": "turing-machine",
    "addressesByLocation": "turing-machine",
    "keepsStateAcrossTimeSteps": "turing-machine"
  }`),
  );
  return said;
}
