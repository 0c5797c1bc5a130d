import { assert } from "@std/assert";
import {
  additiveScores,
  type Attention,
  bilinearScores,
  causalMask,
  keyValueAttention,
  keyValueAttentionGradient,
  multiHeadAttention,
  paddingMask,
  softAttention,
} from "@mneme/mneme/attention";
import { itemsToColumns, type Matrix } from "@mneme/mneme/core";
import { gruScan, lstmScan, rnnScan } from "@mneme/mneme/recurrent";
import { encoderBlock, layerNorm } from "@mneme/mneme/transformer";
import { assertMatrix } from "../lib/support.ts";
import { gatesOf, multiHeadOf } from "./adapters.ts";
import {
  readTorchCases,
  type StoredTensor,
  tensorFrom,
  type TorchCase,
} from "./golden.ts";

/** The goldens are rounded to twelve digits after the point. */
const GOLDEN = { tolerance: 1e-9 };

/** Parameters of nn.RNN, nn.GRU and nn.LSTM. */
const RECURRENT = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

/** Parameters of nn.MultiheadAttention. */
const MULTI_HEAD = [
  "in_proj_weight",
  "in_proj_bias",
  "out_proj.weight",
  "out_proj.bias",
];

const cases = readTorchCases();

/** One test for all cases of a kind. */
function testCases(
  kind: string,
  symbols: string,
  compare: (golden: TorchCase) => void,
): void {
  Deno.test({
    name: `${symbols} equals PyTorch in the cases ${kind}`,
    fn: () => {
      const chosen = cases.filter(({ name }) =>
        name.replace(/_\d+$/, "") === kind
      );
      assert(chosen.length > 0, `no case is called ${kind}`);
      chosen.forEach(compare);
    },
  });
}

/** A parameter as it stands; a vector is a column. */
function matrixOf(stored: StoredTensor): Matrix {
  return tensorFrom(stored).matrix();
}

/** Items as rows, made columns; a batch of one is left off. */
function columnsOf({ dims, data }: StoredTensor): Matrix {
  return tensorFrom({ dims: dims.slice(-2), data }).columns();
}

/** Some parameters as they stand; `prefix` is where in a larger layer they lie. */
function matricesOf(
  { params }: TorchCase,
  names: readonly string[],
  prefix = "",
): Matrix[] {
  return names.map((name) => matrixOf(params[prefix + name]));
}

function assertColumns(actual: Matrix, golden: TorchCase, name: string): void {
  assertMatrix(actual, columnsOf(golden.outputs[name]), {
    ...GOLDEN,
    message: `${golden.name}, ${name}`,
  });
}

testCases("rnn", "rnnScan()", (golden) => {
  const { layer } = gatesOf("rnn", matricesOf(golden, RECURRENT));
  const states = rnnScan(columnsOf(golden.inputs.x), layer);
  assertColumns(states, golden, "output");
});

testCases("gru", "gruScan() with reset after", (golden) => {
  const gates = gatesOf("gru", matricesOf(golden, RECURRENT));
  const x = columnsOf(golden.inputs.x);
  assertColumns(gruScan(x, gates, { reset: "after" }), golden, "output");
});

testCases("lstm", "lstmScan()", (golden) => {
  const gates = gatesOf("lstm", matricesOf(golden, RECURRENT));
  const { hidden } = lstmScan(columnsOf(golden.inputs.x), gates);
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

testCases("scaled_dot_gradients", "keyValueAttentionGradient()", (golden) => {
  const memory = {
    keys: columnsOf(golden.inputs.K),
    values: columnsOf(golden.inputs.V),
  };
  const queries = columnsOf(golden.inputs.Q);
  const { output } = keyValueAttention(memory, queries);
  const gradient = keyValueAttentionGradient(
    memory,
    queries,
    columnsOf(golden.inputs.g),
  );
  assertColumns(output, golden, "output");
  assertColumns(gradient.keys, golden, "dK");
  assertColumns(gradient.values, golden, "dV");
  assertColumns(gradient.queries, golden, "dQ");
});

/** Weights [1, head, query, key]. */
function assertHeads(heads: readonly Attention[], golden: TorchCase): void {
  const [expected] = tensorFrom(golden.outputs.weights).parts();
  expected.parts().forEach((head, i) =>
    assertMatrix(heads[i].weights, head.columns(), {
      ...GOLDEN,
      message: `${golden.name}, weights of head ${i}`,
    })
  );
}

testCases("multi_head_attention", "multiHeadAttention()", (golden) => {
  const inputs = columnsOf(golden.inputs.memory);
  const queries = columnsOf(golden.inputs.query);
  const hidden = columnsOf(golden.inputs.key_padding); // 1 where hidden, one row per item
  const valid = hidden.to1DArray().filter((entry) => entry === 0).length;
  const { output, heads } = multiHeadAttention(
    { keys: inputs, values: inputs },
    queries,
    multiHeadOf(matricesOf(golden, MULTI_HEAD), golden.attributes.heads),
    { mask: paddingMask(inputs.columns, Array(queries.columns).fill(valid)) },
  );
  assertColumns(output, golden, "output");
  assertHeads(heads, golden);
});

testCases(
  "causal_self_attention",
  "multiHeadAttention() with causalMask()",
  (golden) => {
    const inputs = columnsOf(golden.inputs.x);
    const { output, heads } = multiHeadAttention(
      { keys: inputs, values: inputs },
      inputs,
      multiHeadOf(matricesOf(golden, MULTI_HEAD), golden.attributes.heads),
      { mask: causalMask(inputs.columns, inputs.columns) },
    );
    assertColumns(output, golden, "output");
    assertHeads(heads, golden);
  },
);

testCases("layer_norm", "layerNorm()", (golden) => {
  const { weight, bias } = golden.params;
  const output = layerNorm(
    columnsOf(golden.inputs.x),
    { scale: matrixOf(weight), shift: matrixOf(bias) },
    { epsilon: golden.attributes.eps },
  );
  assertColumns(output, golden, "output");
});

for (const order of ["pre", "post"] as const) {
  testCases(
    `transformer_encoder_layer_${order}`,
    "encoderBlock()",
    (golden) => {
      const part = (name: string) => matrixOf(golden.params[name]);
      const norm = (name: string) => ({
        scale: part(`${name}.weight`),
        shift: part(`${name}.bias`),
      });
      const heads = multiHeadOf(
        matricesOf(golden, MULTI_HEAD, "self_attn."),
        golden.attributes.heads,
      );
      const { output } = encoderBlock(columnsOf(golden.inputs.x), {
        selfAttention: { attention: heads, norm: norm("norm1") },
        feedForward: {
          network: {
            hiddenWeights: part("linear1.weight"),
            hiddenBias: part("linear1.bias"),
            outputWeights: part("linear2.weight"),
            outputBias: part("linear2.bias"),
          },
          norm: norm("norm2"),
        },
      }, { order });
      assertColumns(output, golden, "output");
    },
  );
}
