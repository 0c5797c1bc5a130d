import { assertEquals } from "@std/assert";
import { seededRandom } from "@mneme/mneme/core";
import { recurrentScan, tf } from "@mneme/mneme/layers";
import { assertTensorClose, backend } from "../support.ts";

const SHAPES = [[1, 1, 1, 1], [2, 7, 3, 5], [5, 3, 2, 4], [3, 11, 4, 13]];

/** A loss that sees every output and the last state, and its gradients by all that goes in. */
function gradients(
  kind: "lstm" | "gru",
  [B, N, D, H]: number[],
  { masked, reverse }: { masked: boolean; reverse: boolean },
  seed: number,
): number[][] {
  const random = seededRandom(seed);
  const draw = (...shape: number[]) =>
    tf.tensor(
      Float32Array.from(
        { length: shape.reduce((a, b) => a * b) },
        () => random.normal(),
      ),
      shape,
    );
  const width = (kind === "lstm" ? 4 : 3) * H;
  const inputs = [
    draw(B, N, D),
    draw(D, width),
    draw(H, width),
    draw(width),
    draw(B, H),
    draw(B, H),
  ];
  const [outputWeights, stateWeights] = [draw(B, N, H), draw(B, H)];
  const lengths = Array.from({ length: B }, () => 1 + random.integer(N));
  const mask = tf.tensor2d(
    lengths.map((length) =>
      Array.from({ length: N }, (_, n) => n < length ? 1 : 0)
    ),
  );
  const loss = (...parts: tf.Tensor[]) => {
    const [x, inputWeights, U, bias, hidden, cell] = parts;
    const { outputs, state } = recurrentScan(
      x as tf.Tensor3D,
      {
        kind,
        inputWeights: inputWeights as tf.Tensor2D,
        stateWeights: U as tf.Tensor2D,
        bias: bias as tf.Tensor1D,
      },
      {
        reverse,
        ...masked && { mask },
        initialState: {
          hidden: hidden as tf.Tensor2D,
          ...kind === "lstm" && { cell: cell as tf.Tensor2D },
        },
      },
    );
    const seen = tf.sum(tf.mul(outputs, outputWeights));
    const last = tf.sum(tf.mul(state.cell ?? state.hidden, stateWeights));
    return tf.add(seen, last).asScalar();
  };
  const used = kind === "lstm" ? inputs : inputs.slice(0, 5);
  const { value, grads } = tf.valueAndGrads(loss)(used);
  return [value, ...grads].map((tensor) => [...tensor.dataSync()]);
}

for (const kind of ["lstm", "gru"] as const) {
  Deno.test({
    name:
      `recurrentScan() as one operation is the step by step one on the CPU: ${kind}`,
    ignore: backend.name !== "wasm",
    async fn() {
      for (const [i, shape] of SHAPES.entries()) {
        for (const masked of [false, true]) {
          for (const reverse of [false, true]) {
            const options = { masked, reverse };
            const fused = gradients(kind, shape, options, i);
            await tf.setBackend("cpu");
            const steps = gradients(kind, shape, options, i);
            await tf.setBackend("wasm");
            assertEquals(fused.length, steps.length);
            fused.forEach((numbers, part) =>
              assertTensorClose(tf.tensor1d(numbers), steps[part], {
                message:
                  `part ${part}, [${shape}], masked ${masked}, reverse ${reverse}, seed ${i}`,
              })
            );
          }
        }
      }
    },
  });
}
