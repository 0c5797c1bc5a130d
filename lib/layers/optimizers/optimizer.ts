import { ShapeError } from "../../core/mod.ts";
import {
  addresses,
  type Kernels,
  kernelsFor,
  newTensor,
} from "../kernels/running.ts";
import { tf } from "../tf.ts";
import type { Pace, Rule, RuleSettings } from "./rule.ts";
import { RULES } from "./rules.ts";

/** Which rule, how fast, and how it is set. */
export interface OptimizerOptions extends RuleSettings {
  /** The rule. */
  kind: keyof typeof RULES;
  /** The learning rate η. */
  rate: number;
}

/** What moves variables along their gradients, and can be saved and restored bit by bit. */
export interface Optimizer {
  /** Takes one step; a variable without a gradient stays. The rate is multiplied by `rateFactor`, 1 unless told. */
  apply(gradients: tf.NamedTensorMap, rateFactor?: number): void;
  /** Copies of all that it remembers, by `variable/slot`, and `step`; the caller disposes of them. */
  state(): tf.NamedTensorMap;
  /** Remembers what a state says, which stays the caller's. */
  restore(state: tf.NamedTensorMap): void;
  /** Frees what it remembers; the variables stay. */
  dispose(): void;
}

/**
 * An optimizer of some variables: w ← w - η · direction(g), by one of four rules.
 *
 * - `sgd`: w ← w - ηg;
 * - `momentum`: a ← μa + g, w ← w - ηa;
 * - `rmsprop`: n ← ρn + (1 - ρ)g², Δ ← μΔ + ηg / √(n + ε), w ← w - Δ, as in
 *   TensorFlow; centered, with m ← ρm + (1 - ρ)g it divides by √(n - m² + ε);
 * - `adam`: m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g²,
 *   w ← w - η (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + ε).
 *
 * @source NNDL §7.2 优化算法; Kingma and Ba 2015, algorithm 1; Graves 2013, eq. 38 to 41 (rmsprop, centered)
 * @param options The rule, the rate, and the rule's settings.
 * @param variables What to move, each with a name of its own.
 * @returns The optimizer; whoever made it disposes of it.
 * @throws {RangeError} If no rule has this name, the rate is not positive, or two variables share a name.
 *
 * @example A first step of Adam has the size of the rate, whatever the gradient's
 * ```ts
 * import { createOptimizer, tf } from "@mneme/mneme/layers";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const w = tf.variable(tf.scalar(3), true, "w");
 * const optimizer = createOptimizer({ kind: "adam", rate: 0.5 }, [w]);
 * optimizer.apply({ w: tf.scalar(1000) });
 * assertAlmostEquals(w.dataSync()[0], 2.5, 1e-5);
 * ```
 */
export function createOptimizer(
  { kind, rate, ...settings }: OptimizerOptions,
  variables: readonly tf.Variable[],
): Optimizer {
  requireLegal(kind, rate, variables);
  const rule: Rule = RULES[kind](settings);
  const memories: Memory[] = variables.map((variable) => ({
    variable,
    slots: rule.slots.map(() =>
      tf.tidy(() => tf.variable(tf.zerosLike(variable), false))
    ),
  }));
  let step = 0;
  return {
    apply(gradients, rateFactor = 1): void {
      requireKnown(gradients, variables);
      step++;
      for (const memory of memories) {
        const { name } = memory.variable;
        const gradient = gradients[name];
        if (!gradient) continue;
        requireSameShape("apply", name, gradient, memory.variable);
        advance(rule, memory, gradient, { rate: rate * rateFactor, step });
      }
    },
    state(): tf.NamedTensorMap {
      const state = nameSlots(rule, memories, (slot) => slot.clone());
      return { ...state, step: tf.scalar(step, "int32") };
    },
    restore(state): void {
      restoreSlots(nameSlots(rule, memories, (slot) => slot), state);
      step = state.step.dataSync()[0];
    },
    dispose(): void {
      tf.dispose(memories.map(({ slots }) => slots));
    },
  };
}

/** A variable with what the rule remembers of it. */
interface Memory {
  variable: tf.Variable;
  slots: tf.Variable[];
}

function nameSlots<Value>(
  rule: Rule,
  memories: readonly Memory[],
  value: (slot: tf.Variable) => Value,
): Record<string, Value> {
  return Object.fromEntries(
    memories.flatMap(({ variable, slots }) =>
      rule.slots.map((name, i) => [`${variable.name}/${name}`, value(slots[i])])
    ),
  );
}

function restoreSlots(
  slots: Record<string, tf.Variable>,
  state: tf.NamedTensorMap,
): void {
  for (const name of ["step", ...Object.keys(slots)]) {
    if (state[name]) continue;
    throw new RangeError(
      `Cannot restore an optimizer as its state must hold ${name}: it holds ${
        Object.keys(state).join(", ") || "nothing"
      }`,
    );
  }
  for (const [name, slot] of Object.entries(slots)) {
    requireSameShape("restore", name, state[name], slot);
  }
  for (const [name, slot] of Object.entries(slots)) slot.assign(state[name]);
}

function advance(
  rule: Rule,
  { variable, slots }: Memory,
  gradient: tf.Tensor,
  pace: Pace,
): void {
  const kernels = kernelsFor(variable, gradient);
  tf.tidy(() => {
    if (kernels) {
      for (const each of [variable, ...slots]) separate(kernels, each);
      const at = addresses(variable, gradient, ...slots);
      rule.advance(kernels, at, variable.size, pace);
      return;
    }
    const next = rule.next({ weights: variable, gradient, slots, ...pace });
    [variable, ...slots].forEach((old, i) => old.assign(next[i]));
  });
}

/** Gives a variable numbers of its own if a clone shares them, which must stay as it is. */
function separate(kernels: Kernels, variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) < 2) return;
  const copy = newTensor(variable.shape);
  kernels.scaleAll(...addresses(variable, copy), variable.size, 1);
  variable.assign(copy);
}

function requireLegal(
  kind: string,
  rate: number,
  variables: readonly tf.Variable[],
): void {
  if (!Object.hasOwn(RULES, kind)) {
    throw new RangeError(
      `Cannot create an optimizer as its kind must be one of ${
        Object.keys(RULES).join(", ")
      }: ${kind}`,
    );
  }
  if (!(rate > 0 && rate < Infinity)) {
    throw new RangeError(
      `Cannot create an optimizer as its rate must be positive: ${rate}`,
    );
  }
  const names = variables.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new RangeError(
      `Cannot create an optimizer as variables must have different names: ${
        names.join(", ")
      }`,
    );
  }
}

function requireKnown(
  gradients: tf.NamedTensorMap,
  variables: readonly tf.Variable[],
): void {
  const known = new Set(variables.map(({ name }) => name));
  for (const name of Object.keys(gradients)) {
    if (known.has(name)) continue;
    throw new RangeError(
      `Cannot apply gradients as each must be of a variable of the optimizer (${
        [...known].join(", ")
      }): ${name}`,
    );
  }
}

function requireSameShape(
  action: string,
  name: string,
  tensor: tf.Tensor,
  expected: tf.Tensor,
): void {
  if (String(tensor.shape) === String(expected.shape)) return;
  throw new ShapeError(
    `Cannot ${action} ${name} as it must be [${
      expected.shape.join(", ")
    }]: it is [${tensor.shape.join(", ")}]`,
  );
}
