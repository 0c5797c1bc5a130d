import { assert } from "@std/assert";
import {
  additiveScores,
  bilinearScores,
  keyValueAttention,
  softAttention,
} from "@mneme/mneme/attention";
import { itemsToColumns, type Matrix } from "@mneme/mneme/core";
import { gruScan, lstmScan, rnnScan } from "@mneme/mneme/recurrent";
import { assertMatrix } from "../lib/support.ts";
import {
  blockOf,
  columnsOf,
  gateOf,
  type GoldenCase,
  matrixOf,
  readTorchCases,
} from "./torch.ts";

/** The goldens are rounded to twelve digits after the point. */
const GOLDEN = { tolerance: 1e-9 };

const cases = readTorchCases();

/** One test for all cases of a kind; skipped, and seen to be, where the golden files are not there. */
function testCases(
  kind: string,
  symbols: string,
  compare: (golden: GoldenCase) => void,
): void {
  Deno.test({
    name: `${symbols} equals PyTorch in the cases ${kind}`,
    ignore: cases === undefined,
    fn: () => {
      const chosen = (cases ?? []).filter(({ name }) =>
        name.replace(/_\d+$/, "") === kind
      );
      assert(chosen.length > 0, `no case is called ${kind}`);
      chosen.forEach(compare);
    },
  });
}

function assertColumns(actual: Matrix, golden: GoldenCase, name: string): void {
  assertMatrix(actual, columnsOf(golden.outputs[name]), {
    ...GOLDEN,
    message: `${golden.name}, ${name}`,
  });
}

testCases("rnn", "rnnScan()", (golden) => {
  const states = rnnScan(
    columnsOf(golden.inputs.x),
    gateOf(golden.params, 0, 1),
  );
  assertColumns(states, golden, "output");
});

testCases("gru", "gruScan() with reset after", (golden) => {
  const states = gruScan(columnsOf(golden.inputs.x), {
    reset: gateOf(golden.params, 0, 3),
    update: gateOf(golden.params, 1, 3),
    candidate: blockOf(golden.params, 2, 3),
  }, { reset: "after" });
  assertColumns(states, golden, "output");
});

testCases("lstm", "lstmScan()", (golden) => {
  const { hidden } = lstmScan(columnsOf(golden.inputs.x), {
    input: gateOf(golden.params, 0, 4),
    forget: gateOf(golden.params, 1, 4),
    candidate: gateOf(golden.params, 2, 4),
    output: gateOf(golden.params, 3, 4),
  });
  assertColumns(hidden, golden, "output");
});

testCases("additive_attention", "additiveScores()", (golden) => {
  const score = additiveScores({
    keyWeights: matrixOf(golden.params.wk),
    queryWeights: matrixOf(golden.params.wq),
    scoreVector: matrixOf(golden.params.v),
  });
  const memory = columnsOf(golden.inputs.memory);
  const queries = columnsOf(golden.inputs.query);
  const { output, weights } = softAttention(memory, queries, { score });
  assertColumns(score(memory, queries), golden, "scores");
  assertColumns(weights, golden, "weights");
  assertColumns(output, golden, "output");
});

testCases("bilinear_scores", "bilinearScores()", (golden) => {
  const score = bilinearScores(matrixOf(golden.params.w));
  const scores = score(
    columnsOf(golden.inputs.memory),
    columnsOf(golden.inputs.query),
  );
  assertColumns(itemsToColumns(scores), golden, "scores"); // one row per key there too
});

testCases("scaled_dot_gradients", "keyValueAttention()", (golden) => {
  const { output } = keyValueAttention({
    keys: columnsOf(golden.inputs.K),
    values: columnsOf(golden.inputs.V),
  }, columnsOf(golden.inputs.Q));
  assertColumns(output, golden, "output");
});
