/**
 * Adapters from the conventions of ONNX's operators and of PyTorch's layers to
 * lib: they reshape, transpose, take stacked gates and heads apart, bring gates
 * into order and add two biases, and nothing more. An input or attribute that
 * an adapter does not read makes the case fail. Clipping, other activations,
 * coupled gates and sequences of several lengths are outside of the library:
 * the notes have none of them.
 *
 * @module
 */
import * as lib from "@mneme/mneme";
import type { Adapter } from "./golden.ts";
import { blocks, collect, headsOf, named, overHeads, zip } from "./heads.ts";
import { Tensor } from "./tensor.ts";

type Gate = "layer" | keyof (lib.LstmParameters & lib.GruParameters);
type Gates = Record<Gate, lib.GruCandidate>;
type Form = lib.GruScanOptions & lib.LstmOptions & { cell: lib.Matrix };
type Scan = (x: lib.Matrix, gates: Gates, form: Form) => lib.Matrix[];

/** The order in which gates are stacked: by ONNX's operator, by PyTorch's layer. */
const gateOrders: Record<string, Gate[]> = {
  RNN: ["layer"],
  GRU: ["update", "reset", "candidate"],
  LSTM: ["input", "output", "forget", "candidate"],
  rnn: ["layer"],
  gru: ["reset", "update", "candidate"],
  lstm: ["input", "forget", "candidate", "output"],
};

/** Gates by name, of stacked W, U, b and c; the two biases become one, but for a candidate beside a reset gate. */
export function gatesOf(kind: string, stacks: lib.Matrix[]): Gates {
  const names = gateOrders[kind];
  const [W, U, b, c] = stacks.map((stack) => blocks(stack, names.length));
  const gates = names.map((name, g) => {
    const two = { bias: b[g], stateBias: c[g] };
    const apart = name === "candidate" && names.includes("reset");
    const biases = apart ? two : { bias: two.bias.add(two.stateBias) };
    return { inputWeights: W[g], stateWeights: U[g], ...biases };
  });
  return named(names, gates);
}

/** The heads of nn.MultiheadAttention, whose in_proj stacks the roles, and in each role the heads. */
export function multiHeadOf(params: lib.Matrix[], count: number) {
  const [weights, biases, outputWeights, outputBias] = params;
  const roles = (m: lib.Matrix) => blocks(m, 3).map((r) => blocks(r, count));
  const [queryWeights, keyWeights, valueWeights] = roles(weights);
  const [queryBias, keyBias, valueBias] = roles(biases);
  const projections = { queryWeights, keyWeights, valueWeights };
  const heads = zip({ ...projections, queryBias, keyBias, valueBias });
  return { heads, outputWeights, outputBias };
}

/** RNN, GRU or LSTM; `scan` gives all states of one sequence in one direction, and all cells if there are any. */
export const recurrent =
  (kind: string, scan: Scan): Adapter => (inputs, given) => {
    const [x, w, r, b, lengths, h, c, p] = inputs;
    const { layout, direction, hidden_size: size = r.dims[2] } = given;
    const reset = given.linear_before_reset ? "after" : "before";
    const batchFirst = (t: Tensor) => layout ? t : t.permute(1, 0, 2);
    const [batch, length] = batchFirst(x).dims;
    if (lengths?.data.some((n) => n !== length)) throw new Error("padded");
    const [ways, rows] = w.dims;
    const state = [batch, ways, 1, size];
    const [initialState, cell] = [h, c].map((t) =>
      t ? batchFirst(t).reshape(...state) : Tensor.zeros(...state)
    );
    const B = (b ?? Tensor.zeros(ways, 2 * rows)).reshape(ways, 1, -1);
    const P = p?.reshape(ways, 1, -1);
    const [X, W, R] = [batchFirst(x).heads(1), w.transpose(), r.transpose()];
    const tensors = { X, W, R, B, P, initialState, cell };
    const [y, ...ends] = overHeads(tensors, ({ X, W, R, B, P, ...form }, d) => {
      const backward = (direction === "reverse") !== (d === 1);
      const turn = backward ? lib.reverseColumns : (m: lib.Matrix) => m;
      const peepholes = P && named(["input", "output", "forget"], blocks(P, 3));
      const gates = gatesOf(kind, [W, R, ...blocks(B, 2)]);
      const states = scan(turn(X), gates, { ...form, reset, peepholes });
      return [turn(states[0]), ...states];
    });
    const all = layout ? y.permute(0, 2, 1, 3) : y.permute(2, 1, 0, 3);
    return [all, ...ends.map((states) => batchFirst(states.last(2)))];
  };

/** Attention; qk_matmul_output_mode says which stage its last output shows: the scores, capped, masked, or the weights. */
export const attention: Adapter = (inputs, given) => {
  const [query, key, value, mask, pastKeys, pastValues] = inputs;
  const { q_num_heads, kv_num_heads, is_causal, scale, softcap } = given;
  const { qk_matmul_output_mode: mode = 0 } = given;
  const queries = query.heads(q_num_heads);
  const [keys, values] = [key, value].map((t) => t.heads(kv_num_heads));
  const items = { keys, values, pastKeys, pastValues };
  const memory = overHeads(items, ({ pastKeys, pastValues, ...now }) => {
    const past = { keys: pastKeys!, values: pastValues! };
    return pastKeys ? lib.extendMemory(past, now) : now;
  });
  const [M, N] = [queries, memory.keys].map((t) => t.dims[2]);
  const order = lib.causalMask(N, M, { past: pastKeys?.dims[2] });
  const causal = is_causal ? [lib.additiveMask(order)] : [];
  const keeps = mask?.dtype === "bool"; // a float mask is added as it is
  const added = keeps ? mask.along(-1, lib.additiveMask) : mask;
  const bias = added?.broadcast([...queries.dims.slice(0, 3), N]);
  const scaled = scale && lib.scaledScores(lib.dotScores, scale);
  const plain = scaled || lib.scaledDotScores;
  const capped = softcap ? lib.softCappedScores(plain, softcap) : plain;
  const asked = headsOf({ Q: queries, K: memory.keys, bias });
  const results = headsOf(memory).map((memories, b) => {
    const scores = asked[b].map(({ bias }) =>
      [...causal, ...bias ? [bias] : []].reduce(lib.biasedScores, capped)
    );
    const options = scores.map((score) => ({ score }));
    const Q = asked[b].map(({ Q }) => Q);
    const read = lib.groupedQueryAttention(memories, Q, options);
    return read.map(({ output, weights }, h) => {
      const stage = [plain, capped, scores[h]][mode];
      return [output, stage?.(asked[b][h].K, Q[h]) ?? weights];
    });
  });
  const [output, shown] = collect(results);
  return [output.headsAs(query), memory.keys, memory.values, shown];
};

/** LinearAttention; its inputs say its update_rule, its chunk_size is a hint. */
export const linearAttention: Adapter = (inputs, given) => {
  const [query, key, value, state, decay, beta] = inputs;
  const { q_num_heads: q = 1, kv_num_heads: kv = 1, scale } = given;
  const { update_rule: _rule, chunk_size: _size } = given;
  const [keys, values] = [key, value].map((t) => t.heads(kv));
  const [queries, logDecay] = [query.heads(q), decay?.heads(kv)];
  const writeStrength = beta?.heads(beta.dims[2]); // one head may serve all
  const tensors = { keys, values, queries, state, logDecay, writeStrength };
  const results = overHeads(tensors, ({ keys, values, queries, ...rest }) => {
    const options = { ...rest, scale: scale || undefined }; // 0 is the default
    return lib.linearAttention({ keys, values }, queries, options);
  });
  return [results.output.headsAs(query), results.state.every(1, q / kv)];
};

/** RotaryEmbedding; its caches know its rotary_embedding_dim. */
export const rotary: Adapter = ([x, cos, sin, ids], given) => {
  const { num_heads, interleaved, rotary_embedding_dim: _ } = given;
  const pairs = interleaved ? "neighbors" : "halves";
  const [cosines, sines] = [cos, sin].map((t) => t.heads(1));
  const places = ids?.reshape(ids.dims[0], 1, 1, -1);
  const tensors = { X: x.heads(num_heads), places, cosines, sines };
  const [turned] = overHeads(tensors, ({ X, places, ...cache }) => {
    const options = { pairs, positions: places?.to1DArray() } as const;
    return [lib.rotatePositions(X, cache, options)];
  });
  return [turned.headsAs(x)];
};

/** LayerNormalization or RMSNormalization: the axes from `axis` on make one column; stash_type is a precision. */
export const normalization =
  (normalize: typeof lib.layerNorm): Adapter => ([x, gamma, beta], given) => {
    const { axis = -1, epsilon, stash_type: _ } = given;
    const [scale, shift] = [gamma, beta].map((t) =>
      t?.broadcast(x.dims.slice(axis)).reshape(-1).matrix()
    );
    const statistics = (m: lib.Matrix) => lib.columnStatistics(m, { epsilon });
    return [
      x.from(axis, (m) => normalize(m, { scale: scale!, shift }, { epsilon })),
      x.from(axis, (m) => statistics(m).mean),
      x.from(axis, (m) => statistics(m).inverseDeviation),
    ];
  };

/** Softmax, LogSoftmax or Hardmax: columns along one axis. */
export const columnwise =
  (map: typeof lib.softmaxColumns): Adapter => ([x], { axis = -1 }) => [
    x.along(axis, (m) => map(m)),
  ];

/** Gelu. */
export const gelu: Adapter = ([x], { approximate: approximation }) => [
  x.along(-1, (m) => lib.gelu(m, { approximation })),
];
