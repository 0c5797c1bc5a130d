import { ShapeError } from "../../core/mod.ts";
import { affine } from "../affine.ts";
import { type LayerOptions, listInputs, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import { type Shape, shapesOf } from "./attention_layer.ts";
import { maskedSoftmax, maskScores } from "./read.ts";

/** Which words of context and query count. */
export interface FlowMasks {
  /** 1 for words of the context that count, 0 for padding [B, T]. Default: all count. */
  contextMask?: tf.Tensor2D;
  /** 1 for words of the query that count, 0 for padding [B, J]. Default: all count. */
  queryMask?: tf.Tensor2D;
}

/** What attention in both directions gives. */
export interface FlowTensors {
  /** Query-aware context G [B, T, 4D]. */
  output: tf.Tensor3D;
  /** Weights of the query words for each context word [B, T, J]; rows sum to 1. */
  queryWeights: tf.Tensor3D;
  /** Weights of the context words [B, T]; rows sum to 1. */
  contextWeights: tf.Tensor2D;
}

/**
 * Attention flow (BiDAF): with sₜⱼ = wᵀ[h; u; h ∘ u], ũₜ = Σⱼ softmaxⱼ(sₜⱼ) uⱼ
 * and h̃ = Σₜ softmaxₜ(maxⱼ sₜⱼ) hₜ, gₜ = [h; ũ; h ∘ ũ; h ∘ h̃].
 *
 * @source S2 双向注意力; Seo et al. 2017, §2, attention flow layer; lib's bidirectionalAttention
 * @param context Context H [B, T, D].
 * @param query Query U [B, J, D].
 * @param similarityWeights Weights w [3D] of [h; u; h ∘ u].
 * @param masks Which words count.
 * @returns G [B, T, 4D] and both distributions.
 * @throws {ShapeError} If context, query, weights and masks do not fit.
 *
 * @example Without weights both directions give means
 * ```ts
 * import { attentionFlow, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const context = tf.tensor3d([[[1], [3]]]);
 * const query = tf.tensor3d([[[4], [6], [8]]]);
 * const { output } = attentionFlow(context, query, tf.zeros([3]));
 * assertEquals(output.arraySync(), [[[1, 6, 6, 2], [3, 6, 18, 6]]]);
 * ```
 */
export function attentionFlow(
  context: tf.Tensor3D,
  query: tf.Tensor3D,
  similarityWeights: tf.Tensor1D,
  { contextMask, queryMask }: FlowMasks = {},
): FlowTensors {
  const { B, T, J } = bindTensors("attend in both directions", {
    context: [context, "B", "T", "D"],
    query: [query, "B", "J", "D"],
    similarityWeights: [similarityWeights, 3 * context.shape[2]],
    ...contextMask && { contextMask: [contextMask, "B", "T"] as const },
    ...queryMask && { queryMask: [queryMask, "B", "J"] as const },
  });
  const similarities = trilinear(context, query, similarityWeights);
  const seen = queryMask && tf.reshape(queryMask, [B, 1, J]);
  const queryWeights = maskedSoftmax(similarities, seen);
  const best = tf.max(maskScores(similarities, seen), 2) as tf.Tensor2D;
  const contextWeights = maskedSoftmax(best, contextMask);
  const attendedQuery = tf.matMul(queryWeights, query);
  const summary = tf.matMul(tf.reshape(contextWeights, [B, 1, T]), context);
  const output = tf.concat([
    context,
    attendedQuery,
    tf.mul(context, attendedQuery),
    tf.mul(context, summary),
  ], 2) as tf.Tensor3D;
  return { output, queryWeights, contextWeights };
}

/** sₜⱼ = w₁ᵀhₜ + w₂ᵀuⱼ + hₜᵀ diag(w₃) uⱼ, which is wᵀ[h; u; h ∘ u] without 3D numbers for each pair. */
function trilinear(
  context: tf.Tensor3D,
  query: tf.Tensor3D,
  weights: tf.Tensor1D,
): tf.Tensor3D {
  const D = context.shape[2];
  const [ofContext, ofQuery, ofProduct] = tf.split(weights, 3);
  const fromContext = affine(context, tf.reshape(ofContext, [D, 1])); // [B, T, 1]
  const fromQuery = affine(query, tf.reshape(ofQuery, [D, 1])); // [B, J, 1]
  const products = tf.matMul(tf.mul(context, ofProduct), query, false, true);
  return tf.add(
    tf.add(products, fromContext),
    tf.transpose(fromQuery, [0, 2, 1]),
  );
}

/**
 * Attention flow as a layer: 3D parameters.
 *
 * Inputs are `[context, query]`, with masks [B, T] and [B, J] as the third and
 * fourth; the output is [B, T, 4D].
 *
 * @source S2 双向注意力; Seo et al. 2017, §2, attention flow layer
 *
 * @example It stands in a model
 * ```ts
 * import { AttentionFlow, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const layer = new AttentionFlow();
 * const output = layer.apply([tf.ones([2, 7, 3]), tf.ones([2, 5, 3])]) as tf.Tensor;
 * assertEquals(output.shape, [2, 7, 12]);
 * assertEquals(layer.countParams(), 9);
 * ```
 */
export class AttentionFlow extends SeededLayer {
  /** The name under which models are saved. */
  static className = "MnemeAttentionFlow";
  #similarityWeights!: tf.LayerVariable;

  /**
   * Makes the layer; its weights come with the first inputs.
   *
   * @param options What the layer is told.
   */
  constructor(options: LayerOptions = {}) {
    super(options);
  }

  /** Makes the weights for inputs of these shapes. */
  override build(inputShape: Shape | Shape[]): void {
    const [context] = this.#list(shapesOf(inputShape));
    const D = context[2];
    if (typeof D !== "number") {
      throw new ShapeError(
        `Cannot attend in both directions as the size of a word must be known: context is [${context}]`,
      );
    }
    this.#similarityWeights = this.glorot("similarityWeights", [3 * D]);
    this.built = true;
  }

  /** The output's shape [B, T, 4D]. */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [context, query] = this.#list(shapesOf(inputShape));
    bindTensors("attend in both directions", {
      context: [{ shape: context }, "B", "T", "D"],
      query: [{ shape: query }, "B", "J", "D"],
    });
    const [B, T, D] = context;
    return [B, T, D === null ? null : 4 * D];
  }

  /** Output and weights, as the functional form gives them; to look at. */
  attendTo(inputs: tf.Tensor[]): FlowTensors {
    this.buildFor(inputs);
    const [context, query, contextMask, queryMask] = this.#list(inputs);
    const weights = this.#similarityWeights.read() as tf.Tensor1D;
    return attentionFlow(
      context as tf.Tensor3D,
      query as tf.Tensor3D,
      weights,
      {
        contextMask: contextMask as tf.Tensor2D | undefined,
        queryMask: queryMask as tf.Tensor2D | undefined,
      },
    );
  }

  /** The output [B, T, 4D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.attendTo(inputs as tf.Tensor[]).output);
  }

  #list<Input>(inputs: Input[]): Input[] {
    return listInputs<Input>(
      "attend in both directions",
      ["context", "query", "contextMask", "queryMask"],
      inputs,
      2,
    );
  }
}
tf.serialization.registerClass(AttentionFlow);
