import { assert } from "@std/assert";
import { hardmaxColumns } from "@mneme/mneme/attention";
import { logSoftmaxColumns, softmaxColumns } from "@mneme/mneme/core";
import { gruScan, lstmScan, rnnScan } from "@mneme/mneme/recurrent";
import { layerNorm, rmsNorm } from "@mneme/mneme/transformer";
import {
  attention,
  columnwise,
  gelu,
  linearAttention,
  normalization,
  recurrent,
  rotary,
} from "./adapters.ts";
import { type Adapter, assertCase, readOnnxCases } from "./golden.ts";

/** Rounding of the float32 that the cases were made with; see `recheck_max_abs_err` in them. */
const FLOAT32 = 1e-5;

const SOURCE =
  "github.com/onnx/onnx, onnx/backend/test/data/node at commit 6be0677f";

/** Cases that the library leaves out, each with its reason. */
const OUTSIDE: Readonly<Record<string, string>> = {};

/** The operators, and the functions of lib that they are compared with. */
const operators: Readonly<Record<string, Adapter>> = {
  Attention: attention,
  LinearAttention: linearAttention,
  RotaryEmbedding: rotary,
  RNN: recurrent("RNN", (x, { layer }, form) => [rnnScan(x, layer, form)]),
  GRU: recurrent("GRU", (x, gates, form) => [gruScan(x, gates, form)]),
  LSTM: recurrent("LSTM", (x, gates, { initialState, cell, peepholes }) => {
    const start = { hidden: initialState!, cell };
    const states = lstmScan(x, gates, { initialState: start, peepholes });
    return [states.hidden, states.cell];
  }),
  LayerNormalization: normalization(layerNorm),
  RMSNormalization: normalization(rmsNorm),
  Softmax: columnwise(softmaxColumns),
  LogSoftmax: columnwise(logSoftmaxColumns),
  Hardmax: columnwise(hardmaxColumns),
  Gelu: gelu,
};

const cases = readOnnxCases();

if (cases.length === 0) {
  Deno.test({
    name: `the operators equal ONNX's backend node tests (${SOURCE})`,
    ignore: true,
    fn: () => {},
  });
}

for (const golden of cases) {
  const { name, op_type: operator } = golden;
  const reason = OUTSIDE[name];
  Deno.test({
    name: `${operator} equals ONNX in ${name}` +
      (reason === undefined ? "" : ` (outside of the library: ${reason})`),
    ignore: reason !== undefined,
    fn: () => {
      assert(operators[operator], `no adapter for the operator ${operator}`);
      assertCase(operators[operator], golden, FLOAT32);
    },
  });
}
