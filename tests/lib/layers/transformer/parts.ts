/**
 * Parameters of lib's Transformer blocks as weights of the layers.
 *
 * @module
 */
import type { Matrix } from "@mneme/mneme/core";
import {
  type CrossAttentionWeights,
  type DecoderBlockWeights,
  type EncoderBlockWeights,
  type FeedForwardWeights,
  type SelfAttentionWeights,
  tf,
} from "@mneme/mneme/layers";
import type {
  AttentionSublayer,
  DecoderBlockParameters,
  EncoderBlockParameters,
  FeedForwardSublayer,
} from "@mneme/mneme/transformer";
import { toTensor } from "../support.ts";

/** What becomes of one matrix of lib: its numbers as a tensor [in, out], or a variable. */
export type Convert = (matrix: Matrix) => tf.Tensor;

const ROLES = ["query", "key", "value"] as const;
type Role = typeof ROLES[number];

/** The maps of some roles as one: role after role, in each head after head. */
function project(
  { attention }: AttentionSublayer,
  roles: readonly Role[],
  convert: Convert,
) {
  const join = (part: "Weights" | "Bias") =>
    tf.concat(
      roles.flatMap((role) =>
        attention.heads.map((head) => convert(head[`${role}${part}`]!))
      ),
      1,
    );
  return { kernel: join("Weights"), bias: tf.reshape(join("Bias"), [-1]) };
}

function convertMap(kernel: Matrix, bias: Matrix, convert: Convert) {
  return { kernel: convert(kernel), bias: tf.reshape(convert(bias), [-1]) };
}

function convertNorm(
  { norm }: { norm: AttentionSublayer["norm"] },
  convert: Convert,
) {
  return {
    gain: tf.reshape(convert(norm.scale), [-1]),
    bias: tf.reshape(convert(norm.shift!), [-1]),
  };
}

function mix({ attention }: AttentionSublayer, convert: Convert) {
  return convertMap(attention.outputWeights, attention.outputBias!, convert);
}

/** lib's attention as self-attention. */
export function selfAttentionWeights(
  part: AttentionSublayer,
  convert: Convert = toTensor,
): SelfAttentionWeights {
  return {
    projection: project(part, ROLES, convert),
    output: mix(part, convert),
  };
}

/** lib's attention as cross-attention. */
export function crossAttentionWeights(
  part: AttentionSublayer,
  convert: Convert = toTensor,
): CrossAttentionWeights {
  return {
    query: project(part, ["query"], convert),
    memory: project(part, ["key", "value"], convert),
    output: mix(part, convert),
  };
}

/** lib's feed-forward network. */
export function feedForwardWeights(
  { network }: FeedForwardSublayer,
  convert: Convert = toTensor,
): FeedForwardWeights {
  return {
    hidden: convertMap(network.hiddenWeights, network.hiddenBias, convert),
    output: convertMap(network.outputWeights, network.outputBias, convert),
  };
}

/** lib's encoder block. */
export function encoderWeights(
  { selfAttention, feedForward }: EncoderBlockParameters,
  convert: Convert = toTensor,
): EncoderBlockWeights {
  return {
    selfAttention: {
      part: selfAttentionWeights(selfAttention, convert),
      norm: convertNorm(selfAttention, convert),
    },
    feedForward: {
      part: feedForwardWeights(feedForward, convert),
      norm: convertNorm(feedForward, convert),
    },
  };
}

/** lib's decoder block. */
export function decoderWeights(
  parameters: DecoderBlockParameters,
  convert: Convert = toTensor,
): DecoderBlockWeights {
  return {
    ...encoderWeights(parameters, convert),
    crossAttention: {
      part: crossAttentionWeights(parameters.crossAttention, convert),
      norm: convertNorm(parameters.crossAttention, convert),
    },
  };
}

/** All matrices of parameters, in order. */
export function matricesOf(parameters: object): Matrix[] {
  return Object.values(parameters).flatMap((part) =>
    isMatrix(part) ? [part] : matricesOf(part)
  );
}

/** The same parameters with other matrices, in the order of {@linkcode matricesOf}. */
export function withMatrices<Parameters extends object>(
  parameters: Parameters,
  matrices: readonly Matrix[],
): Parameters {
  const rest = [...matrices];
  const replace = (part: unknown): unknown => {
    if (isMatrix(part)) return rest.shift();
    if (Array.isArray(part)) return part.map(replace);
    return Object.fromEntries(
      Object.entries(part as object).map((
        [name, inner],
      ) => [name, replace(inner)]),
    );
  };
  return replace(parameters) as Parameters;
}

function isMatrix(part: unknown): part is Matrix {
  return typeof (part as Matrix).to2DArray === "function";
}
