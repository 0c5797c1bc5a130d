import { requireSize } from "../../core/size.ts";
import { type LayerOptions, listInputs, SeededLayer } from "../layer.ts";
import { bindTensors } from "../shape.ts";
import { tf } from "../tf.ts";
import {
  answerQuestions,
  type MemoryNetworkWeights,
} from "./memory_network_answer.ts";

/** What a memory network is told. */
export type MemoryNetworkLayerOptions = LayerOptions & {
  /** Number V of words. */
  vocabulary: number;
  /** Size D of the embeddings. */
  units: number;
  /** Number K of hops. Default: 3. */
  hops?: number;
  /** How the hops' weights are tied. Default: "adjacent". */
  tying?: "adjacent" | "layer-wise";
  /** Number of slots that have a temporal encoding, 0 for none. Default: 0. */
  slots?: number;
  /** Standard deviation of the weights at the start. Default: 0.1, the paper's. */
  deviation?: number;
  /** Whether reads have no softmax, as a linear start does at first. Default: no. */
  linear?: boolean;
};

const ACTION = "answer with a memory network";
const NAMES = ["stories", "questions", "mask"];

/**
 * An end-to-end memory network as a layer: `[stories, questions]`, or with the slots' mask, to logits [B, V].
 *
 * Stories [B, N, F] and questions [B, 1, F] are counts of words, F = V or 2V.
 * Adjacent tying has (K + 1)(V + T)D weights, layer-wise tying 4VD + 2TD + D²,
 * with T the number of slots that have a temporal encoding.
 *
 * @source NNDL §8.5.1 端到端记忆网络 (rows 22, 23); Sukhbaatar et al. 2015, §2
 *
 * @example Two hops in a model
 * ```ts
 * import { MemoryNetwork, tf } from "@mneme/mneme/layers";
 * import { assertEquals } from "@std/assert";
 *
 * const stories = tf.input({ shape: [7, 2 * 11] });
 * const questions = tf.input({ shape: [1, 2 * 11] });
 * const layer = new MemoryNetwork({ vocabulary: 11, units: 5, hops: 2 });
 * const logits = layer.apply([stories, questions]) as tf.SymbolicTensor;
 * assertEquals(logits.shape, [null, 11]);
 * assertEquals(layer.countParams(), 3 * 11 * 5);
 * ```
 */
export class MemoryNetwork extends SeededLayer {
  /** The name under which models save it. */
  static className = "MnemeMemoryNetwork";
  /** Whether reads have no softmax; a training with linear start sets it to false in the end. */
  linear: boolean;
  readonly #options: Required<
    Omit<MemoryNetworkLayerOptions, keyof LayerOptions | "linear">
  >;
  #embeddings: tf.LayerVariable[] = [];
  #temporal: tf.LayerVariable[] = [];
  #stateWeights: tf.LayerVariable | null = null;

  /** @param options Sizes, hops and tying. */
  constructor(options: MemoryNetworkLayerOptions) {
    super(options);
    const {
      vocabulary,
      units,
      hops = 3,
      tying = "adjacent",
      slots = 0,
      deviation = 0.1,
      linear = false,
    } = options;
    requireSize(ACTION, "the number of words", vocabulary);
    requireSize(ACTION, "the number of units", units);
    requireSize(ACTION, "the number of hops", hops);
    this.#options = { vocabulary, units, hops, tying, slots, deviation };
    this.linear = linear;
  }

  /** Makes the weights, N(0, deviation²). */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    this.#bind(inputShape as tf.Shape[]);
    const { vocabulary, units, hops, tying, slots, deviation } = this.#options;
    const layerWise = tying === "layer-wise";
    const draw = (name: string, count: number, rows: number) =>
      Array.from(
        { length: count },
        (_, k) => this.normal(`${name}${k}`, [rows, units], deviation),
      );
    this.#embeddings = draw("embedding", layerWise ? 4 : hops + 1, vocabulary);
    if (slots > 0) {
      this.#temporal = draw("temporal", layerWise ? 2 : hops + 1, slots);
    }
    if (layerWise) {
      this.#stateWeights = this.normal("state", [units, units], deviation);
    }
    super.build(inputShape);
  }

  /** The logits [B, V]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [stories, questions, mask] = listInputs(ACTION, NAMES, inputs, 1);
      return answerQuestions(this.#weights(), {
        stories: stories as tf.Tensor3D,
        questions: questions as tf.Tensor3D,
        mask: mask as tf.Tensor2D | undefined,
      }, { hops: this.#options.hops, linear: this.linear }).logits;
    });
  }

  /** The logits' shape [B, V]. */
  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [[batch]] = inputShape as tf.Shape[];
    this.#bind(inputShape as tf.Shape[]);
    return [batch, this.#options.vocabulary];
  }

  /** What makes an equal layer; JSON. */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options, linear: this.linear };
  }

  #weights(): MemoryNetworkWeights {
    const read = (variables: tf.LayerVariable[]) =>
      variables.map((variable) => variable.read() as tf.Tensor2D);
    return {
      embeddings: read(this.#embeddings),
      temporal: read(this.#temporal),
      stateWeights: this.#stateWeights?.read() as tf.Tensor2D | undefined,
    };
  }

  #bind(inputShapes: tf.Shape[]): void {
    const [stories, questions, mask] = listInputs(ACTION, NAMES, inputShapes, 1)
      .map((shape) => ({ shape }));
    bindTensors(ACTION, {
      stories: [stories, "B", "N", "F"],
      questions: [questions, "B", 1, "F"],
      ...mask && { mask: [mask, "B", "N"] as const },
    });
  }
}
tf.serialization.registerClass(MemoryNetwork);
