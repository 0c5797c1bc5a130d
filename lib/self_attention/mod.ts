/**
 * Attention of a sequence to itself (§8.3): queries, keys and values made from
 * the same inputs. Attention to a given memory and the scoring functions live
 * in `attention`, what the layer costs in `analysis`.
 *
 * @module
 */
export {
  projectInputs,
  type Projections,
  type SelfAttention,
  selfAttention,
  type SelfAttentionParameters,
} from "./qkv.ts";
