import { affine } from "../affine.ts";
import { kernelsFor } from "../kernels/running.ts";
import {
  TURING_PARTS,
  turingBackward,
  turingForward,
} from "../kernels/turing_machine.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  featuresOf,
  recurrentStep,
  turingMachineLetters,
  turingMachineStart,
} from "./turing_machine.ts";
import type { TuringMachineWeights } from "./turing_machine_weights.ts";

/**
 * A neural Turing machine over whole sequences: yₜ = step(xₜ, stateₜ₋₁), t = 1, ..., T.
 *
 * On the WebAssembly backend all steps are one operation, forwards and backwards;
 * elsewhere, and with the same numbers, one step after the other.
 *
 * @source NNDL §8.5.2 神经图灵机 (rows 24, 25); Graves et al. 2014, §3
 * @param weights The machine's weights.
 * @param inputs Inputs [B, T, F].
 * @returns Outputs [B, T, O], before any activation.
 * @throws {ShapeError} If weights and inputs do not fit one another.
 *
 * @example The sequence is its steps
 * ```ts
 * import { seededRandom } from "@mneme/mneme/core";
 * import * as layers from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { tf } = layers;
 * const sizes = { inputs: 2, outputs: 1, hidden: 5, slots: 3, slotSize: 2 };
 * const weights = layers.turingMachineVariables("sequence", sizes, seededRandom(1));
 * const start = layers.turingMachineStart(weights, 1);
 * const { output } = layers.turingMachineStep(weights, start, tf.ones([1, 2]));
 * const outputs = layers.turingMachineSequence(weights, tf.ones([1, 1, 2]));
 * assertAlmostEquals(outputs.dataSync()[0], output.dataSync()[0], 1e-5);
 * ```
 */
export function turingMachineSequence(
  weights: TuringMachineWeights,
  inputs: tf.Tensor3D,
): tf.Tensor3D {
  bindTensors("run a Turing machine", {
    inputs: [inputs, "B", "T", "F"],
    inputKernel: [weights.inputKernel, "F", "C"],
  });
  return kernelsFor(inputs, ...Object.values(weights))
    ? inOneOperation(weights, inputs)
    : stepByStep(weights, inputs);
}

function inOneOperation(
  weights: TuringMachineWeights,
  inputs: tf.Tensor3D,
): tf.Tensor3D {
  const letters = turingMachineLetters(weights);
  const run = tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const tensors = args as tf.Tensor[];
    const { outputs, blocks } = turingForward(tensors, letters);
    save([...tensors, blocks]);
    return {
      value: outputs,
      gradFunc: (upstream, saved) =>
        turingBackward(saved.slice(0, -1), letters, saved.at(-1)!, upstream),
    };
  });
  const tensors = TURING_PARTS.map((part) => weights[part]);
  return run(inputs, ...tensors) as tf.Tensor3D;
}

function stepByStep(
  weights: TuringMachineWeights,
  inputs: tf.Tensor3D,
): tf.Tensor3D {
  const { inputKernel, controllerBias, outputKernel, outputBias } = weights;
  let state = turingMachineStart(weights, inputs.shape[0]);
  const projected = affine(inputs, inputKernel, controllerBias);
  const features = stepsOf(projected).map((input) => {
    state = recurrentStep(weights, state, input);
    return featuresOf(state);
  });
  const all = tf.stack(features, 1) as tf.Tensor3D;
  return affine(all, outputKernel, outputBias);
}

/** One tensor to a step; the gradient of tf.unstack fails for a single one. */
function stepsOf(sequence: tf.Tensor3D): tf.Tensor2D[] {
  const [B, T, C] = sequence.shape;
  return T === 1
    ? [tf.reshape(sequence, [B, C])]
    : tf.unstack(sequence, 1) as tf.Tensor2D[];
}
