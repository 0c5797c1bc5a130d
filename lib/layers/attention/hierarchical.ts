import { ShapeError } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import {
  type LayerOptions,
  type LayerWeights,
  listInputs,
  readWeights,
  SeededLayer,
} from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { type Shape, shapesOf } from "./attention_layer.ts";
import { maskedSoftmax } from "./read.ts";

/** What one level of hierarchical attention learns. */
export interface PoolingWeights {
  /** Weights W [D, A] of the states. */
  weights: tf.Tensor2D;
  /** Bias b [A]. */
  bias: tf.Tensor1D;
  /** Context vector u [A]: the query, the same for every input. */
  contextVector: tf.Tensor1D;
}

/** What attentive pooling gives. */
export interface PooledTensors {
  /** Outputs [..., D]. */
  output: tf.Tensor;
  /** Weights [..., T]; each row sums to 1, or to 0 where all is masked. */
  weights: tf.Tensor;
}

/**
 * Attention with a learned query: c = Σₜ αₜ hₜ with α = softmax(uₜᵀu) and uₜ = tanh(Whₜ + b).
 *
 * @source NNDL §8.2.1 结构化注意力; Yang et al. 2016, §2.2; lib's attentivePooling
 * @param states States H [..., T, D].
 * @param parameters W [D, A], b [A] and u [A].
 * @param mask 1 for states that count and 0 for padding [..., T]. Default: all count.
 * @returns Outputs [..., D] and weights [..., T], whose rows sum to 1; where no state counts both are 0.
 * @throws {ShapeError} If states, parameters and mask do not fit.
 *
 * @example The state that meets the context vector is read
 * ```ts
 * import { attentivePooling, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const { output } = attentivePooling(tf.tensor3d([[[9], [-9], [-9]]]), {
 *   weights: tf.ones([1, 1]),
 *   bias: tf.zeros([1]),
 *   contextVector: tf.tensor1d([99]),
 * });
 * assertEquals(output.arraySync(), [[9]]);
 * ```
 */
export function attentivePooling(
  states: tf.Tensor,
  { weights, bias, contextVector }: PoolingWeights,
  mask?: tf.Tensor,
): PooledTensors {
  const { T, D, A } = bindTensors("pool states by attention", {
    states: [states, "...", "T", "D"],
    weights: [weights, "D", "A"],
    bias: [bias, "A"],
    contextVector: [contextVector, "A"],
    ...mask && { mask: [mask, "...", "T"] as const },
  });
  return tf.tidy(() => {
    const before = states.shape.slice(0, -2);
    const keys = tf.tanh(affine(states, weights, bias));
    const scores = affine(keys, tf.reshape(contextVector, [A, 1]));
    const shares = maskedSoftmax(tf.reshape(scores, [...before, T]), mask);
    const read = tf.matMul(
      tf.reshape(shares, [-1, 1, T]),
      tf.reshape(states, [-1, T, D]),
    );
    return { output: tf.reshape(read, [...before, D]), weights: shares };
  });
}

/** What hierarchical attention learns, and what lies between its levels. */
export interface HierarchicalWeights {
  /** Attention over the words of a sentence. */
  words: PoolingWeights;
  /** Attention over the sentences of a document. */
  sentences: PoolingWeights;
  /** Encoder of the sentence vectors [B, L, D], such as a bidirectional GRU, giving [B, L, D']; gets the mask of the sentences [B, L]. Default: none. */
  encodeSentences?: (
    sentences: tf.Tensor3D,
    mask?: tf.Tensor2D,
  ) => tf.Tensor3D;
}

/** What hierarchical attention gives at its two levels. */
export interface HierarchicalTensors {
  /** The documents' vectors [B, D']. */
  document: tf.Tensor2D;
  /** The sentences' vectors [B, L, D]. */
  sentences: tf.Tensor3D;
  /** Weights of the words of each sentence [B, L, T], each row summing to 1, or to 0 for a sentence of padding. */
  wordWeights: tf.Tensor3D;
  /** Weights of the sentences [B, L], each row summing to 1. */
  sentenceWeights: tf.Tensor2D;
}

/**
 * Hierarchical attention: sᵢ = Σₜ αᵢₜ hᵢₜ over the words of sentence i, then d = Σᵢ αᵢ sᵢ over the sentences.
 *
 * A word's share in the document is αᵢαᵢₜ; these products sum to 1.
 *
 * @source NNDL §8.2.1 结构化注意力, 层次化; Yang et al. 2016, §2.2; lib's hierarchicalAttention
 * @param words The words' states [B, L, T, D]: L sentences of T words.
 * @param weights What both levels learn, and the sentences' encoder.
 * @param mask 1 for words that count and 0 for padding [B, L, T]; a sentence without words does not count. Default: all count.
 * @returns Documents [B, D'], sentences [B, L, D] and the weights of both levels.
 * @throws {ShapeError} If words, weights and mask do not fit.
 *
 * @example The key word of the key sentence
 * ```ts
 * import { hierarchicalAttention, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const level = {
 *   weights: tf.ones<tf.Rank.R2>([1, 1]),
 *   bias: tf.zeros<tf.Rank.R1>([1]),
 *   contextVector: tf.tensor1d([99]),
 * };
 * const words = tf.tensor4d([[[[-9], [-9]], [[-9], [9]]]]);
 * const { document } = hierarchicalAttention(words, { words: level, sentences: level });
 * assertEquals(document.arraySync(), [[9]]);
 * ```
 */
export function hierarchicalAttention(
  words: tf.Tensor4D,
  { words: wordLevel, sentences: sentenceLevel, encodeSentences = (s) => s }:
    HierarchicalWeights,
  mask?: tf.Tensor3D,
): HierarchicalTensors {
  const read = attentivePooling(words, wordLevel, mask);
  const sentences = read.output as tf.Tensor3D;
  const sentenceMask = mask && tf.max(mask, -1) as tf.Tensor2D;
  const encoded = encodeSentences(sentences, sentenceMask);
  const { output, weights } = attentivePooling(
    encoded,
    sentenceLevel,
    sentenceMask,
  );
  return {
    document: output as tf.Tensor2D,
    sentences,
    wordWeights: read.weights as tf.Tensor3D,
    sentenceWeights: weights as tf.Tensor2D,
  };
}

/** What a pooling layer is told. */
export type AttentivePoolingOptions = LayerOptions & {
  /** Size A of the context vector. */
  units: number;
};

/**
 * Attentive pooling as a layer: A(D + 2) parameters; one level of hierarchical attention.
 *
 * Inputs are states [..., T, D], or `[states, mask]` with a mask [..., T]. Two
 * of them, the first on [B, L, T, D] and the second on what it gives, with a
 * recurrent layer before each, are a hierarchical attention network.
 *
 * @source Yang et al. 2016, §2.2; NNDL §8.2.1 结构化注意力
 *
 * @example Two of them read words, then sentences
 * ```ts
 * import { AttentivePooling, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const words = tf.input({ shape: [5, 7, 3] });
 * const sentences = new AttentivePooling({ units: 2 }).apply(words);
 * const document = new AttentivePooling({ units: 2 }).apply(sentences);
 * const model = tf.model({ inputs: words, outputs: document as tf.SymbolicTensor });
 * assertEquals(model.outputs[0].shape, [null, 3]);
 * assertEquals(model.countParams(), 2 * 2 * (3 + 2));
 * ```
 */
export class AttentivePooling extends SeededLayer {
  /** The name under which models are saved. */
  static className = "MnemeAttentivePooling";
  readonly #units: number;
  #weights!: LayerWeights<PoolingWeights>;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: AttentivePoolingOptions) {
    super(options);
    this.#units = options.units;
  }

  /** Makes the weights for inputs of these shapes. */
  override build(inputShape: Shape | Shape[]): void {
    const D = shapesOf(inputShape)[0].at(-1);
    if (typeof D !== "number") {
      throw new ShapeError(
        `Cannot pool states by attention as the states' size must be known: they are [${
          shapesOf(inputShape)[0]
        }]`,
      );
    }
    this.#weights = {
      weights: this.glorot("weights", [D, this.#units]),
      bias: this.constant("bias", [this.#units]),
      contextVector: this.glorot("contextVector", [this.#units]),
    };
    this.built = true;
  }

  /** The outputs' shape [..., D]. */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const states = shapesOf(inputShape)[0];
    return [...states.slice(0, -2), states[states.length - 1]];
  }

  /** Outputs and weights, as the functional form gives them; to look at. */
  attendTo(inputs: tf.Tensor | tf.Tensor[]): PooledTensors {
    this.buildFor(inputs);
    const [states, mask] = listInputs<tf.Tensor>(
      "pool states by attention",
      ["states", "mask"],
      inputs,
      1,
    );
    const weights = readWeights<PoolingWeights>(this.#weights);
    return attentivePooling(states, weights, mask);
  }

  /** The outputs [..., D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.attendTo(inputs).output);
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.#units };
  }
}
tf.serialization.registerClass(AttentivePooling);
