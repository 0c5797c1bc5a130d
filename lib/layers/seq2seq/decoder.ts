import { stepsOf } from "../recurrent/step.ts";
import { bindTensors } from "../shape.ts";
import type { RecurrentState, RecurrentWeights } from "../recurrent/mod.ts";
import { tf } from "../tf.ts";

/** What a decoder keeps from step to step. */
export interface DecoderState {
  /** The states of its layers, the lowest first. */
  layers: readonly RecurrentState[];
  /** Luong's attentional state a, which input feeding reads [B, A]. */
  attentional?: tf.Tensor2D;
  /** How many words came before, for a window that goes along. */
  step?: number;
}

/** What a decoder's step gives. */
export interface DecoderStep {
  /** The state after it. */
  state: DecoderState;
  /** What the next word is predicted from [B, A]. */
  output: tf.Tensor2D;
  /** The weights of the source's items [B, N]; absent without attention. */
  weights?: tf.Tensor2D;
}

/** What a decoder makes of whole targets. */
export interface DecodedBatch {
  /** What the words are predicted from [B, T, A]. */
  outputs: tf.Tensor3D;
  /** The weights, a row to each step [B, T, N]; absent without attention. */
  weights?: tf.Tensor3D;
}

/** A decoder that has seen the source: it can write word by word, or be taught whole targets. */
export interface SequenceDecoder {
  /** The state before the first word. */
  start: DecoderState;
  /** One step from the word before, as vectors [B, E]. */
  step(input: tf.Tensor2D, state: DecoderState): DecoderStep;
  /** All steps with teacher forcing: the words before are those of the targets [B, T, E]. */
  run(inputs: tf.Tensor3D): DecodedBatch;
}

/** What makes a decoder: what its inputs are turned into at once, and the step from there. */
export interface DecoderRule {
  /** The state before the first word. */
  start: DecoderState;
  /** The part of the first layer's sums that words alone make, for any number of words [..., G H]. */
  project<Words extends tf.Tensor>(words: Words): Words;
  /** A step from that part [B, G H]. */
  advance(projected: tf.Tensor2D, state: DecoderState): DecoderStep;
}

/** The decoder of a rule: `step` projects one word, `run` all words in one product. */
export function sequenceDecoder(
  { start, project, advance }: DecoderRule,
): SequenceDecoder {
  return {
    start,
    step: (input, state) => advance(project(input), state),
    run: (inputs) => {
      const steps: DecoderStep[] = [];
      let state = start;
      for (const projected of stepsOf(project(inputs))) {
        const step = advance(projected, state);
        steps.push(step);
        state = step.state;
      }
      return joinSteps(steps);
    },
  };
}

function joinSteps(steps: readonly DecoderStep[]): DecodedBatch {
  const outputs = tf.stack(steps.map(({ output }) => output), 1);
  const weights = steps.flatMap((step) => step.weights ?? []);
  if (weights.length === 0) return { outputs: outputs as tf.Tensor3D };
  return {
    outputs: outputs as tf.Tensor3D,
    weights: tf.stack(weights, 1) as tf.Tensor3D,
  };
}

/** Weights of the first layer's two inputs: words [E, G H], and what comes below them [S, G H]. */
export function splitInputWeights(
  action: string,
  { inputWeights }: RecurrentWeights,
  besideSize: number,
): { words: tf.Tensor2D; beside: tf.Tensor2D } {
  const wordSize = inputWeights.shape[0] - besideSize;
  if (wordSize < 1) {
    bindTensors(action, {
      inputWeights: [inputWeights, `E + ${besideSize}`, "G H"],
    });
  }
  const [words, beside] = tf.split(inputWeights, [wordSize, besideSize], 0);
  return { words: words as tf.Tensor2D, beside: beside as tf.Tensor2D };
}

/** The hidden state of the top layer [B, H]. */
export function topHidden(states: readonly RecurrentState[]): tf.Tensor2D {
  return states[states.length - 1].hidden;
}
