/**
 * Attention that is told what to look for (§8.2): scoring functions, soft
 * attention, key-value attention. Attention of a sequence to itself lives in
 * `self_attention`, softmax in `core`.
 *
 * @module
 */
export {
  type AdditiveParameters,
  additiveScores,
  bilinearScores,
  dotScores,
  scaledDotScores,
  type ScoreFunction,
} from "./scoring.ts";
export { softAttention } from "./soft_attention.ts";
export {
  type Attention,
  type AttentionOptions,
  keyValueAttention,
  type KeyValueMemory,
} from "./key_value.ts";
