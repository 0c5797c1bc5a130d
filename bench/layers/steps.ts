/**
 * Training steps of lib/layers, on the backend that the first argument names:
 * fast (ours), stock (WebAssembly as it comes) or cpu.
 *
 * Reads lines {"work", "size", "steps"} and answers each with the milliseconds
 * of every step. The models are those of torch_steps.py.
 *
 * @module
 */
import {
  attend,
  type Clip,
  clipGradients,
  createOptimizer,
  initBackend,
  seq2seqLoss,
  seq2seqWeights,
  tf,
  tokenLabeler,
  tokenLabelLoss,
  turingMachineSequence,
  turingMachineVariables,
  variablesOf,
} from "../../lib/layers/mod.ts";
import { seededRandom } from "../../mod.ts";
import { startStock } from "./stock.ts";

const VOCABULARY = 200;
const RATE = 1e-3;

function drawIds(shape: [number, number], seed = 1): tf.Tensor2D {
  const random = seededRandom(seed);
  const size = shape[0] * shape[1];
  const ids = Array.from({ length: size }, () => random.integer(VOCABULARY));
  return tf.tensor2d(ids, shape, "int32");
}

/** A step of gradient, clipping and Adam. */
function trainer(
  variables: readonly tf.Variable[],
  loss: () => tf.Scalar,
  clip: Clip,
): () => void {
  const optimizer = createOptimizer({ kind: "adam", rate: RATE }, variables);
  return () =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(loss, [...variables]);
      optimizer.apply(clipGradients(grads, clip));
    });
}

function seq2seq(length: number): () => void {
  const weights = seq2seqWeights({
    name: `seq2seq-${length}`,
    decoder: "bahdanau",
    cell: "lstm",
    sourceVocabulary: VOCABULARY,
    targetVocabulary: VOCABULARY,
    embeddingSize: 128,
    hiddenSize: 128,
    random: seededRandom(1),
  });
  const source = drawIds([64, length]);
  const targets = drawIds([64, length], 2);
  const batch = { source, inputs: targets, targets };
  return trainer(variablesOf(weights), () => seq2seqLoss(weights, batch), {
    norm: 5,
  });
}

function transformer(length: number): () => void {
  const model = tokenLabeler({
    name: `transformer-${length}`,
    random: seededRandom(1),
    vocabulary: VOCABULARY,
    width: 64,
    heads: 4,
    hidden: 256,
    blocks: 2,
    length,
    positions: "none",
  });
  const ids = drawIds([32, length]);
  const variables = variablesOf([model.tokens, model.encoder, model.output]);
  return trainer(variables, () => tokenLabelLoss(model, ids, ids), { norm: 5 });
}

function attention(items: number): () => void {
  const random = seededRandom(1);
  const draw = () =>
    tf.tensor2d(
      Float32Array.from({ length: items * 64 }, random.normal),
      [items, 64],
    );
  const inputs = [draw(), draw(), draw()];
  const gradient = tf.grads((query, key, value) =>
    tf.sum(attend(query, key, value).output)
  );
  return () => tf.dispose(gradient(inputs));
}

/** The copy task: bits, a delimiter, and silence in which they are to be said again. */
function turing(batch: number): (length: number) => () => void {
  return (length) => {
    const sizes = { inputs: 10, outputs: 8, hidden: 100 };
    const weights = turingMachineVariables(
      `turing-${batch}-${length}`,
      { ...sizes, slots: 128, slotSize: 20 },
      seededRandom(1),
    );
    const random = seededRandom(2);
    const bits = tf.tensor3d(
      Float32Array.from(
        { length: batch * length * 8 },
        () => random.integer(2),
      ),
      [batch, length, 8],
    );
    const inputs = tf.pad(
      tf.concat([tf.pad(bits, [[0, 0], [0, 1], [0, 0]])], 1),
      [[0, 0], [0, length], [0, 2]],
    ).add(
      tf.oneHot(tf.tensor1d([length], "int32"), 2 * length + 1).reshape([
        1,
        2 * length + 1,
        1,
      ]).mul(tf.oneHot(tf.tensor1d([8], "int32"), 10)),
    ) as tf.Tensor3D;
    const loss = () =>
      tf.losses.sigmoidCrossEntropy(
        bits,
        turingMachineSequence(weights, inputs)
          .slice([0, length + 1], [-1, length]),
      ) as tf.Scalar;
    const trainable = variablesOf(weights).filter((each) => each.trainable);
    return trainer(trainable, loss, { value: 10 });
  };
}

const WORKS: Readonly<Record<string, (size: number) => () => void>> = {
  seq2seq,
  transformer,
  attention,
  "turing-1": turing(1),
  "turing-16": turing(16),
};

const prepared = new Map<string, () => void>();

function stepOf(work: string, size: number): () => void {
  const key = `${work} ${size}`;
  if (!prepared.has(key)) prepared.set(key, WORKS[work](size));
  return prepared.get(key)!;
}

function answer(
  { work, size, steps }: { work: string; size: number; steps: number },
): number[] {
  const step = stepOf(work.replace("memory-", ""), size);
  const times: number[] = [];
  for (let i = 0; i < steps; i++) {
    const started = performance.now();
    step();
    times.push(performance.now() - started);
  }
  if (!work.startsWith("memory-")) return times;
  return [tf.memory().numTensors, Deno.memoryUsage().rss / 1024 ** 2];
}

const [kind] = Deno.args;
if (kind === "fast") await initBackend({ backend: "wasm" });
else await startStock(kind as "stock" | "cpu");

let rest = "";
for await (
  const part of Deno.stdin.readable.pipeThrough(new TextDecoderStream())
) {
  const lines = (rest + part).split("\n");
  rest = lines.pop()!;
  for (const line of lines) {
    console.log(JSON.stringify(answer(JSON.parse(line))));
  }
}
