import {
  type Matrix,
  normalMatrix,
  seededRandom,
  selfAttention,
} from "../../mod.ts";
import type { Comparison } from "../compare.ts";
import type { Growth } from "./growth.ts";

const ITEMS = 512;
const WIDTH = 64;

/** What is used of TensorFlow.js. */
interface TensorFlow {
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  tensor2d(rows: number[][]): Tensor;
  tidy(work: () => void): void;
  softmax(scores: Tensor): Tensor;
}

interface Tensor {
  matMul(other: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  div(divisor: number): Tensor;
  dataSync(): Float32Array;
}

/** The library's self-attention against the same in TensorFlow.js's CPU backend; a sentence where that cannot be loaded. */
export async function tensorflowSelfAttention(): Promise<Comparison | string> {
  // Not written as a literal, and not in deno.json: `deno check` would make every newcomer download 270 MB.
  const specifier = "npm:@tensorflow/tfjs@4.22.0";
  let tf: TensorFlow;
  try {
    tf = await import(specifier);
  } catch (error) {
    return `self-attention against TensorFlow.js: left out, as it cannot be loaded: ${error}`;
  }
  tf.enableProdMode();
  await tf.setBackend("cpu");
  const { inputs, parameters } = draw(ITEMS);
  const rows = tf.tensor2d(inputs.transpose().to2DArray());
  const [query, key, value] = Object.values(parameters)
    .map((weights) => tf.tensor2d(weights.transpose().to2DArray()));
  return {
    name: "self-attention / TensorFlow.js, CPU (float32)",
    aim: 1,
    ours: () => {
      selfAttention(inputs, parameters);
      return Promise.resolve();
    },
    peer: () => {
      tf.tidy(() => {
        const scores = rows.matMul(query).matMul(rows.matMul(key), false, true);
        tf.softmax(scores.div(Math.sqrt(WIDTH))).matMul(rows.matMul(value))
          .dataSync();
      });
      return Promise.resolve();
    },
  };
}

/** The library's self-attention against numpy's, float64 and one thread; a sentence where numpy is not installed. */
export async function numpySelfAttention(): Promise<Comparison | string> {
  const process = new Deno.Command("python3", {
    args: ["-c", NUMPY],
    env: { OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  });
  let child: Deno.ChildProcess;
  try {
    child = process.spawn();
  } catch {
    return "self-attention against numpy: left out, as there is no python3";
  }
  const ask = child.stdin.getWriter();
  const answers = lines(child.stdout);
  if ((await answers.next()).done) {
    return "self-attention against numpy: left out, as numpy is not installed (Debian: python3-numpy)";
  }
  const { inputs, parameters } = draw(ITEMS);
  return {
    name: "self-attention / numpy, float64, one thread",
    aim: 25,
    ours: () => {
      selfAttention(inputs, parameters);
      return Promise.resolve();
    },
    // One line asks for one run, one line says that it is done.
    peer: async () => {
      await ask.write(new TextEncoder().encode("\n"));
      await answers.next();
    },
  };
}

/** Self-attention as the sequence grows. */
export function selfAttentionGrowth(): Growth {
  return {
    name: `self-attention over N items of ${WIDTH}`,
    sizes: [256, 384, 512, 768, 1024],
    theory: 2,
    prepare: (size) => {
      const { inputs, parameters } = draw(size);
      return () => selfAttention(inputs, parameters);
    },
  };
}

/** The lines that a process writes, however its writes are cut. */
async function* lines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const [last, ...others] = (rest + text).split("\n").reverse();
    yield* others.reverse();
    rest = last;
  }
}

function draw(items: number): {
  inputs: Matrix;
  parameters: {
    queryWeights: Matrix;
    keyWeights: Matrix;
    valueWeights: Matrix;
  };
} {
  const random = seededRandom(items);
  const [queryWeights, keyWeights, valueWeights] = [0, 1, 2].map(() =>
    normalMatrix(WIDTH, WIDTH, random).div(Math.sqrt(WIDTH))
  );
  return {
    inputs: normalMatrix(WIDTH, items, random),
    parameters: { queryWeights, keyWeights, valueWeights },
  };
}

const NUMPY = `
import sys
import numpy as np
rng = np.random.default_rng(1)
x = rng.standard_normal((${ITEMS}, ${WIDTH}))
wq, wk, wv = (rng.standard_normal((${WIDTH}, ${WIDTH})) / ${WIDTH} ** 0.5 for _ in range(3))
print("ready", flush=True)
for _ in sys.stdin:
    scores = (x @ wq) @ (x @ wk).T / ${WIDTH} ** 0.5
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    weights @ (x @ wv)
    print("done", flush=True)
`;
