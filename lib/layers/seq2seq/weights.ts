import type { Random } from "../../core/mod.ts";
import type { AdditiveWeights } from "../attention/additive.ts";
import { type RecurrentKind, recurrentWeights } from "../recurrent/mod.ts";
import type { tf } from "../tf.ts";
import {
  constantVariable,
  glorotVariable,
  normalVariable,
} from "../weights.ts";
import type { EncoderWeights } from "./encoder.ts";
import type { LuongAttention, LuongScore } from "./luong_attention.ts";
import type { DecoderWeights, Seq2seqWeights } from "./model.ts";

/** Which sequence-to-sequence model, and of which sizes. */
export interface Seq2seqSettings {
  /** In front of the variables' names; unique among all that are alive. */
  name: string;
  /** How the decoder knows the source. */
  decoder: "fixed" | "bahdanau" | "luong";
  /** Number of ids of the source. */
  sourceVocabulary: number;
  /** Number of ids of the target. */
  targetVocabulary: number;
  /** Size E of an embedded id. */
  embeddingSize: number;
  /** Hidden units H of a layer, of the encoder's each direction, of the additive score, and size A of Luong's attentional state. */
  hiddenSize: number;
  /** The source of the weights' numbers. */
  random: Random;
  /** Which networks. Default: "gru". */
  cell?: RecurrentKind;
  /** Layers of encoder and decoder. Default: 1. */
  depth?: number;
  /** Whether the encoder reads in both directions, of one layer. Default: false. */
  bidirectional?: boolean;
  /** When a fixed decoder is told the context. Default: "start". */
  context?: "start" | "always";
  /** Luong's score. Default: "dot". */
  score?: LuongScore["kind"];
  /** Longest source, for the location score. Default: 10. */
  maximumLength?: number;
  /** Luong's local attention: around step t's own place ("monotonic") or a predicted one. Default: global. */
  window?: { halfWidth: number; positions: "monotonic" | "predicted" };
  /** Luong's input feeding. Default: false. */
  inputFeeding?: boolean;
}

/**
 * Weights of a sequence-to-sequence model to train: matrices after Glorot, embeddings from N(0, 1), biases 0.
 *
 * @source Bahdanau et al. 2015, appendix A; Luong et al. 2015, §3; Glorot and Bengio 2010, eq. 16
 * @param settings Which model, and of which sizes.
 * @returns The model's variables.
 * @throws {RangeError} If a bidirectional encoder is to have several layers.
 *
 * @example Attention adds few weights to a model of equal size
 * ```ts
 * import { seq2seqWeights, variablesOf } from "@mneme/mneme/layers";
 * import { seededRandom } from "@mneme/mneme/core";
 * import { assertEquals } from "@std/assert";
 *
 * const count = (decoder: "fixed" | "luong") =>
 *   variablesOf(seq2seqWeights({
 *     name: decoder,
 *     decoder,
 *     sourceVocabulary: 11,
 *     targetVocabulary: 13,
 *     embeddingSize: 3,
 *     hiddenSize: 5,
 *     random: seededRandom(7),
 *   })).reduce((sum, { size }) => sum + size, 0);
 * assertEquals(count("luong") - count("fixed"), (5 + 5) * 5); // W_c
 * ```
 */
export function seq2seqWeights(settings: Seq2seqSettings): Seq2seqWeights {
  const { name, random, embeddingSize, hiddenSize, targetVocabulary } =
    settings;
  if (settings.bidirectional && (settings.depth ?? 1) > 1) {
    throw new RangeError(
      `Cannot make a sequence-to-sequence model as a bidirectional encoder must have 1 layer: ${settings.depth}`,
    );
  }
  const matrix = matrices(name, random);
  // Of size 1, as a rare id is moved seldom.
  const table = (part: string, ids: number) =>
    normalVariable(
      `${name}/${part}`,
      [ids, embeddingSize],
      1,
      random,
    ) as tf.Variable<tf.Rank.R2>;
  return {
    sourceTable: table("sourceTable", settings.sourceVocabulary),
    targetTable: table("targetTable", targetVocabulary),
    encoder: encoderWeights(settings),
    decoder: decoderWeights(settings),
    outputWeights: matrix("outputWeights", hiddenSize, targetVocabulary),
    outputBias: zeros(`${name}/outputBias`, targetVocabulary),
  };
}

function encoderWeights(settings: Seq2seqSettings): EncoderWeights {
  const { name, random, hiddenSize, bidirectional } = settings;
  if (!bidirectional) return { layers: layers(settings, "encoder", 0) };
  const [forward] = layers(settings, "forward", 0);
  const [backward] = layers(settings, "backward", 0);
  const matrix = matrices(name, random);
  return {
    forward,
    backward,
    bridgeWeights: matrix("bridgeWeights", 2 * hiddenSize, hiddenSize),
    bridgeBias: zeros(`${name}/bridgeBias`, hiddenSize),
  };
}

function decoderWeights(settings: Seq2seqSettings): DecoderWeights {
  const { name, random, hiddenSize, bidirectional } = settings;
  const memorySize = bidirectional ? 2 * hiddenSize : hiddenSize;
  if (settings.decoder === "fixed") {
    const { context = "start" } = settings;
    const beside = context === "always" ? hiddenSize : 0;
    return {
      kind: "fixed",
      context,
      layers: layers(settings, "decoder", beside),
    };
  }
  if (settings.decoder === "bahdanau") {
    return {
      kind: "bahdanau",
      layers: layers(settings, "decoder", memorySize),
      attention: additiveWeights(settings, memorySize),
    };
  }
  const { inputFeeding = false } = settings;
  const matrix = matrices(name, random);
  return {
    kind: "luong",
    inputFeeding,
    layers: layers(settings, "decoder", inputFeeding ? hiddenSize : 0),
    attention: luongAttention(settings, memorySize),
    combineWeights: matrix(
      "combineWeights",
      memorySize + hiddenSize,
      hiddenSize,
    ),
  };
}

function luongAttention(
  settings: Seq2seqSettings,
  memorySize: number,
): LuongAttention {
  const { name, random, hiddenSize, window } = settings;
  const score = luongScore(settings, memorySize);
  if (!window) return { score };
  const { halfWidth, positions } = window;
  if (positions === "monotonic") return { score, window: { halfWidth } };
  const matrix = matrices(name, random);
  return {
    score,
    window: {
      halfWidth,
      positions: {
        positionWeights: matrix("positionWeights", hiddenSize, hiddenSize),
        positionVector: vector(`${name}/positionVector`, hiddenSize, random),
      },
    },
  };
}

function luongScore(
  settings: Seq2seqSettings,
  memorySize: number,
): LuongScore {
  const { name, random, hiddenSize, score: kind = "dot", maximumLength = 10 } =
    settings;
  const matrix = matrices(name, random);
  if (kind === "dot") return { kind };
  if (kind === "concat") {
    return { kind, ...additiveWeights(settings, memorySize) };
  }
  const [rows, columns] = kind === "general"
    ? [memorySize, hiddenSize]
    : [hiddenSize, maximumLength];
  return { kind, weights: matrix("scoreWeights", rows, columns) };
}

function additiveWeights(
  { name, random, hiddenSize }: Seq2seqSettings,
  memorySize: number,
): AdditiveWeights {
  const matrix = matrices(name, random);
  return {
    keyWeights: matrix("keyWeights", memorySize, hiddenSize),
    queryWeights: matrix("queryWeights", hiddenSize, hiddenSize),
    scoreVector: vector(`${name}/scoreVector`, hiddenSize, random),
  };
}

/** The networks of encoder or decoder, the lowest one's inputs embedded ids and `beside` other numbers. */
function layers(settings: Seq2seqSettings, part: string, beside: number) {
  const { name, cell = "gru", depth = 1, random, embeddingSize, hiddenSize } =
    settings;
  return Array.from({ length: depth }, (_, l) =>
    recurrentWeights({
      name: `${name}/${part}${l}`,
      kind: cell,
      inputSize: l === 0 ? embeddingSize + beside : hiddenSize,
      hiddenSize,
      random,
    }));
}

function matrices(name: string, random: Random) {
  return (part: string, rows: number, columns: number) =>
    glorotVariable(`${name}/${part}`, [rows, columns], random) as tf.Variable<
      tf.Rank.R2
    >;
}

function vector(name: string, size: number, random: Random) {
  return glorotVariable(name, [size], random) as tf.Variable<tf.Rank.R1>;
}

function zeros(name: string, size: number) {
  return constantVariable(name, [size], 0) as tf.Variable<tf.Rank.R1>;
}
