// Arrow functions; weights as exponentials of log weights; hops by recursion.

type Vector = number[];
type Vectors = number[][];

const times = (factor: number, v: Vector) => v.map((x) => factor * x);
const plus = (a: Vector, b: Vector) => a.map((x, i) => x + b[i]);
const product = (a: Vector, b: Vector) => a.map((x, i) => x * b[i]);
const sum = (v: Vector) => v.reduce((a, b) => a + b);

const logSoftmax = (scores: Vector): Vector => {
  const shifted = scores.map((x) => x - Math.max(...scores));
  const log = Math.log(sum(shifted.map(Math.exp)));
  return shifted.map((x) => x - log);
};

export const turingRead = (memory: Vectors, weights: Vector): Vector =>
  memory.map((slot, n) => times(weights[n], slot)).reduce(plus);

export const memoryNetworkRead = (
  query: Vector,
  keys: Vectors,
  values: Vectors,
) => {
  const scores = keys.map((key) => sum(product(key, query)));
  const weights = logSoftmax(scores).map(Math.exp);
  return { read: turingRead(values, weights), weights };
};

export const memoryNetworkHops = (
  query: Vector,
  keys: Vectors,
  values: Vectors,
  hops: number,
): Vector =>
  hops === 0 ? query : memoryNetworkHops(
    plus(memoryNetworkRead(query, keys, values).read, query),
    keys,
    values,
    hops - 1,
  );

export const turingWrite = (
  memory: Vectors,
  weights: Vector,
  erase: Vector,
  add: Vector,
): Vectors =>
  memory.map((slot, n) => {
    const keep = erase.map((e) => 1 - weights[n] * e);
    return plus(times(weights[n], add), product(keep, slot));
  });

const both = ["readsByContent", "readIsWeightedSum", "trainsEndToEnd"];
const network = [
  "readsInSeveralHops",
  "keysDifferFromValues",
  "memoryIsFixedWhileReading",
];
const machine = [
  "writesToMemory",
  "erasesThenAdds",
  "addressesByLocation",
  "keepsStateAcrossTimeSteps",
];

export const comparison = () =>
  Object.fromEntries([
    ...machine.map((key) => [key, "turing-machine"]),
    ...network.map((key) => [key, "memory-network"]),
    ...both.map((key) => [key, "both"]),
  ]);
