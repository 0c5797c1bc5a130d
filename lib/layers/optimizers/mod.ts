/**
 * How variables follow their gradients: four rules whose state is saved and
 * restored bit by bit, and clipping. The loop that trains lives in experiments.
 *
 * @module
 */
export { type Clip, clipGradients } from "./clip.ts";
export {
  createOptimizer,
  type Optimizer,
  type OptimizerOptions,
} from "./optimizer.ts";
export type { RuleSettings } from "./rule.ts";
