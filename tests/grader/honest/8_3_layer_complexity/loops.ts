// Paths are walked, edge by edge.

function walk(distance: number, stride: (step: number) => number): number {
  let steps = 0;
  for (let gone = 0; gone < distance; steps++) gone += stride(steps);
  return Math.max(steps, 1);
}

export function selfAttentionCost(length: number, width: number) {
  return {
    operations: length ** 2 * width,
    sequentialSteps: 1,
    maximumPathLength: walk(length - 1, () => length),
  };
}

export function recurrentCost(length: number, width: number) {
  return {
    operations: length * width ** 2,
    sequentialSteps: length,
    // One edge into the state, the others between states.
    maximumPathLength: 1 + (length > 1 ? walk(length - 1, () => 1) : 0),
  };
}

export function convolutionalCost(
  length: number,
  width: number,
  kernel: number,
) {
  return {
    operations: kernel * length * width ** 2,
    sequentialSteps: 1,
    maximumPathLength: walk(
      length - 1,
      (layer) => (kernel - 1) * kernel ** layer,
    ),
  };
}

export function restrictedSelfAttentionCost(
  length: number,
  width: number,
  window: number,
) {
  return {
    operations: window * length * width,
    sequentialSteps: 1,
    maximumPathLength: walk(length - 1, () => window),
  };
}

export function crossoverLength(width: number): number {
  let length = 1;
  while (length * length * width <= length * width * width) length++;
  return length;
}
