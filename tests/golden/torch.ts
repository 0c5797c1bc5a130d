/**
 * PyTorch's golden cases, and the adapter from its convention to the book's:
 * it reshapes, turns rows into columns, takes stacked gates apart and adds the
 * two biases, and nothing more.
 *
 * @module
 */
import { fromRows, itemsToColumns, type Matrix } from "@mneme/mneme/core";
import type { GateParameters } from "@mneme/mneme/recurrent";

/** A tensor, row by row. */
export interface Tensor {
  /** Its sizes; a first size of 1 is a batch of one. */
  dims: number[];
  /** Its entries, last index fastest. */
  data: number[];
}

/** One case: what went in, and what PyTorch gave. */
export interface GoldenCase {
  /** Kind and number, such as `lstm_0`. */
  name: string;
  /** Learned parameters. */
  params: Record<string, Tensor>;
  /** Inputs. */
  inputs: Record<string, Tensor>;
  /** Outputs. */
  outputs: Record<string, Tensor>;
}

/** The golden cases of PyTorch, or undefined where the folder is not there. */
export function readTorchCases(): GoldenCase[] | undefined {
  const folder = Deno.env.get("MNEME_GOLDEN");
  const file = folder === undefined
    ? new URL("../../../shared/golden/torch.json", import.meta.url)
    : `${folder}/torch.json`;
  try {
    return JSON.parse(Deno.readTextFileSync(file)).cases;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A tensor of one or two sizes, or three of which the first is 1, as it stands; a vector is a column. */
export function matrixOf({ dims, data }: Tensor): Matrix {
  const columns = dims.length === 1 ? 1 : dims[dims.length - 1];
  const rows = data.length / columns;
  return fromRows(
    Array.from(
      { length: rows },
      (_, i) => data.slice(i * columns, (i + 1) * columns),
    ),
  );
}

/** Items as rows, made columns. */
export function columnsOf(tensor: Tensor): Matrix {
  return itemsToColumns(matrixOf(tensor));
}

/** Block `index` of the `count` that PyTorch stacks, its two biases apart. */
export function blockOf(
  params: Record<string, Tensor>,
  index: number,
  count: number,
): GateParameters & { stateBias: Matrix } {
  const part = (name: string) => {
    const whole = matrixOf(params[`${name}_l0`]);
    const size = whole.rows / count;
    return whole.subMatrix(
      index * size,
      (index + 1) * size - 1,
      0,
      whole.columns - 1,
    );
  };
  return {
    inputWeights: part("weight_ih"),
    stateWeights: part("weight_hh"),
    bias: part("bias_ih"),
    stateBias: part("bias_hh"),
  };
}

/** The same block with its two biases added to one. */
export function gateOf(
  params: Record<string, Tensor>,
  index: number,
  count: number,
): GateParameters {
  const { inputWeights, stateWeights, bias, stateBias } = blockOf(
    params,
    index,
    count,
  );
  return { inputWeights, stateWeights, bias: bias.add(stateBias) };
}
