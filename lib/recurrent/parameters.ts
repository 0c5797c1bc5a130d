import { requireSize } from "../core/size.ts";

/** How a recurrent layer's biases are counted. */
export interface ParameterCountOptions {
  /** Biases to a block: 1 as in the notes, 2 as in PyTorch and cuDNN (one for the input, one for the state). Default: 1. */
  biases?: 1 | 2;
}

/** How an LSTM's biases and peepholes are counted. */
export interface LstmParameterCountOptions extends ParameterCountOptions {
  /** Whether the three gates see the cell through one weight per unit, which adds 3m. Default: false. */
  peepholes?: boolean;
}

/**
 * Parameters of a simple recurrent layer: m(n + m + 1).
 *
 * @source NNDL §6.2 简单循环网络, counted as in 习题 8-1
 * @param inputSize Input size n, an integer of at least 1.
 * @param hiddenSize Number m of hidden units, an integer of at least 1.
 * @param options `biases: 2` counts a second bias.
 * @returns The count, an integer.
 * @throws {RangeError} If a size is not an integer of at least 1, or `biases` is neither 1 nor 2.
 *
 * @example One unit and one input: two weights and a bias
 * ```ts
 * import { rnnParameterCount } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(rnnParameterCount(1, 1), 3);
 * ```
 */
export function rnnParameterCount(
  inputSize: number,
  hiddenSize: number,
  { biases = 1 }: ParameterCountOptions = {},
): number {
  return blockCount("an RNN", inputSize, hiddenSize, biases);
}

/**
 * Parameters of a GRU layer: 3m(n + m + 1), for two gates and the candidate.
 *
 * @source NNDL §6.6 门控循环单元, counted as in 习题 8-1 (row 34)
 * @param inputSize Input size n, an integer of at least 1.
 * @param hiddenSize Number m of hidden units, an integer of at least 1.
 * @param options `biases: 2` counts a second bias to a block.
 * @returns The count, an integer; three quarters of the LSTM's.
 * @throws {RangeError} If a size is not an integer of at least 1, or `biases` is neither 1 nor 2.
 *
 * @example Three blocks where the LSTM has four
 * ```ts
 * import { gruParameterCount, lstmParameterCount } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(gruParameterCount(3, 5), 135);
 * assertEquals(4 * gruParameterCount(3, 5), 3 * lstmParameterCount(3, 5));
 * ```
 */
export function gruParameterCount(
  inputSize: number,
  hiddenSize: number,
  { biases = 1 }: ParameterCountOptions = {},
): number {
  return 3 * blockCount("a GRU", inputSize, hiddenSize, biases);
}

/**
 * Parameters of an LSTM layer: 4m(n + m + 1), for three gates and the candidate.
 *
 * For a fixed input the count grows with the square of the hidden size.
 *
 * @source NNDL 习题 8-1; the second bias is PyTorch's, the peepholes are those of Gers et al. 2002 (row 34)
 * @param inputSize Input size n, an integer of at least 1.
 * @param hiddenSize Number m of hidden units, an integer of at least 1.
 * @param options `biases: 2` counts a second bias to a block, `peepholes` adds 3m.
 * @returns The count, an integer.
 * @throws {RangeError} If a size is not an integer of at least 1, or `biases` is neither 1 nor 2.
 *
 * @example PyTorch has a second bias in each block
 * ```ts
 * import { lstmParameterCount } from "@mneme/mneme/recurrent";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(lstmParameterCount(3, 5), 180);
 * assertEquals(lstmParameterCount(3, 5, { biases: 2 }), 200);
 * assertEquals(lstmParameterCount(3, 5, { peepholes: true }), 195);
 * ```
 */
export function lstmParameterCount(
  inputSize: number,
  hiddenSize: number,
  { biases = 1, peepholes = false }: LstmParameterCountOptions = {},
): number {
  const blocks = 4 * blockCount("an LSTM", inputSize, hiddenSize, biases);
  return blocks + (peepholes ? 3 * hiddenSize : 0);
}

function blockCount(
  layer: string,
  inputSize: number,
  hiddenSize: number,
  biases: number,
): number {
  const action = `count the parameters of ${layer}`;
  requireSize(action, "the input size", inputSize);
  requireSize(action, "the hidden size", hiddenSize);
  if (biases !== 1 && biases !== 2) {
    throw new RangeError(
      `Cannot ${action} as the biases of a block must be 1 or 2: ${biases}`,
    );
  }
  return hiddenSize * (inputSize + hiddenSize + biases);
}
