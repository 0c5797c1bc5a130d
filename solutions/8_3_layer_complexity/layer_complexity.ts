// 习题 8-3 · Exercise 8-3: one way to solve it.

/** What one layer costs, and how far a signal travels in layers of its kind. */
export interface LayerCost {
  /** Multiplications in one layer: the leading term, with constant 1. */
  operations: number;
  /** How many steps of one layer must wait for each other. */
  sequentialSteps: number;
  /** Edges on the way from input 1 to output n, at least 1. */
  maximumPathLength: number;
}

/**
 * Task 1: n²d operations, 1 step, path 1.
 *
 * n² pairs of positions, and a dot product of d multiplications for each. No
 * pair waits for another, and each is joined by one edge.
 */
export function selfAttentionCost(length: number, width: number): LayerCost {
  return {
    operations: length * length * width,
    sequentialSteps: 1,
    maximumPathLength: 1,
  };
}

/**
 * Task 2: nd² operations, n steps, path n.
 *
 * At each position a d x d matrix meets the state, and the state must be there
 * first. From input 1 one edge leads into the state, and n - 1 lead onward.
 */
export function recurrentCost(length: number, width: number): LayerCost {
  return {
    operations: length * width * width,
    sequentialSteps: length,
    maximumPathLength: length,
  };
}

/**
 * Task 3: knd² operations, 1 step, path the smallest L >= 1 with k^L >= n.
 *
 * A position applies one d x d matrix to each of k positions. With dilations
 * 1, k, ..., k^(L-1), L layers reach back
 *   (k - 1)(1 + k + ... + k^(L-1)) = k^L - 1
 * positions, and input 1 lies n - 1 before output n. Whole numbers keep this
 * exact: Math.log(125) / Math.log(5) is 3.0000000000000004, which rounds up
 * to 4.
 */
export function convolutionalCost(
  length: number,
  width: number,
  kernel: number,
): LayerCost {
  let layers = 1;
  for (let reach = kernel; reach < length; reach *= kernel) layers++;
  return {
    operations: kernel * length * width * width,
    sequentialSteps: 1,
    maximumPathLength: layers,
  };
}

/**
 * Task 4: wnd operations, 1 step, path ⌈(n - 1) / w⌉ and at least 1.
 *
 * One layer carries a signal at most w positions on, and there are n - 1 to
 * go. With one position there is nothing to go, but still the edge from its
 * input to its output.
 */
export function restrictedSelfAttentionCost(
  length: number,
  width: number,
  window: number,
): LayerCost {
  return {
    operations: window * length * width,
    sequentialSteps: 1,
    maximumPathLength: Math.max(1, Math.ceil((length - 1) / window)),
  };
}

/**
 * Task 5: d + 1.
 *
 * n²d > nd² says n > d after dividing by nd. At n = d both do d³ operations,
 * which is not more yet.
 */
export function crossoverLength(width: number): number {
  return width + 1;
}
