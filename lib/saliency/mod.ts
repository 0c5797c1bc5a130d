/**
 * Attention from below (§8.1, §8.2): what stands out is selected without
 * anyone asking: max pooling, its smooth form, gating, weights fixed to places.
 * Attention with a query, from above, lives in `attention`.
 *
 * @module
 */
export {
  fixedPooling,
  maxPooling,
  type Pooling,
  smoothMaxPooling,
} from "./pooling.ts";
export { gatedInputs } from "./gating.ts";
