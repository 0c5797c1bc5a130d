// The sizes of a Turing machine and where things lie in a step's block, which
// holds the state before the step, then what the step computes from it. The
// block of gradients has the same places. Offsets are bytes; a row over the
// slots is padded to NP, a multiple of four, with zeros.

/** Features of an input, numbers of an output. */
export let F: i32, O: i32;
/** Controller: units, width of its sums, rows of its recurrent kernel. */
export let H: i32, C: i32, V: i32;
/** Numbers that the heads say. */
export let P: i32;
/** Slots, slots of a padded row, size of a slot. */
export let N: i32, NP: i32, D: i32;
/** Heads that read, that write, of both kinds; moves and the middle one. */
export let R: i32, W: i32, K: i32, S: i32, MIDDLE: i32;
/** Whether the controller is an LSTM. */
export let LSTM: bool;

/** Bytes of a row, and of one with what lies beyond its ends around the circle. */
export let ROW: usize, HALO: usize;

/** The state: memory [D, NP], addresses [K, NP], reads [R, D] and right after them hidden [H], cell [H]. */
export let MEMORY: usize, ADDRESSES: usize, READS: usize, HIDDEN: usize;
export let CELL: usize;
/** What the step computes over the slots: 1 / ‖m‖ [NP]; of each head [K, NP] the cosines and four stages of its address. */
export let INVERSE: usize, COSINES: usize, CONTENT: usize, GATED: usize;
export let SHIFTED: usize, LOGARITHMS: usize;
/** What the heads say [P], each part in its range, and where the parts lie in it. */
export let HEADS: usize;
export let STRENGTH: usize, GATE: usize, SHARPENING: usize, SHIFT: usize;
export let ERASE: usize, ADD: usize;
/** Gates of an LSTM [4H], in their ranges; of the gradients: those of the controller's sums. */
export let GATES: usize;
/** A row to work with. */
export let SPARE: usize;
/** Bytes of a block. */
export let BLOCK: usize;

/** Bytes of so many numbers, padded to four. */
function padded(count: i32): usize {
  return <usize> ((count + 3) & ~3) << 2;
}

export function setSizes(
  inputs: i32,
  outputs: i32,
  hidden: i32,
  slots: i32,
  slotSize: i32,
  reads: i32,
  writes: i32,
  shifts: i32,
  lstm: bool,
): void {
  F = inputs, O = outputs, H = hidden, N = slots, D = slotSize, R = reads, W = writes, S = shifts;
  LSTM = lstm;
  K = R + W;
  C = lstm ? 4 * H : H;
  V = R * D + (lstm ? H : 0);
  P = K * (D + 3 + S) + 2 * W * D;
  MIDDLE = (S - 1) >> 1;
  NP = (N + 3) & ~3;
  ROW = <usize> NP << 2;
  HALO = padded(NP + S - 1);
  placeState();
  placeWork();
}

function placeState(): void {
  MEMORY = 0;
  ADDRESSES = MEMORY + D * ROW;
  READS = ADDRESSES + K * ROW;
  HIDDEN = READS + (<usize> (R * D) << 2);
  CELL = READS + padded(R * D + H);
}

function placeWork(): void {
  INVERSE = CELL + padded(H);
  COSINES = INVERSE + ROW;
  CONTENT = COSINES + K * ROW;
  GATED = CONTENT + K * ROW;
  SHIFTED = GATED + K * HALO;
  LOGARITHMS = SHIFTED + K * ROW;
  HEADS = LOGARITHMS + K * ROW;
  STRENGTH = HEADS + (<usize> (K * D) << 2);
  GATE = STRENGTH + (<usize> K << 2);
  SHARPENING = GATE + (<usize> K << 2);
  SHIFT = SHARPENING + (<usize> K << 2);
  ERASE = SHIFT + (<usize> (K * S) << 2);
  ADD = ERASE + (<usize> (W * D) << 2);
  GATES = HEADS + padded(P);
  SPARE = GATES + padded(C);
  BLOCK = SPARE + ROW;
}
