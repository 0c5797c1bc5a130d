import { ShapeError } from "../core/mod.ts";

/**
 * A tensor, or whatever has a shape, with the letters of its sizes; a number
 * is a size that is fixed, and null in a shape is a size not known yet.
 */
export type ShapedTensor = readonly [
  tensor: { readonly shape: readonly (number | null)[] },
  sizes: readonly (string | number)[],
];

/**
 * Shapes as code, for tensors: each letter is one size, wherever it stands.
 *
 * What `bindShapes` of core is to matrices: `bindTensors("attend", { keys:
 * [keys, ["B", "N", "D"]], values: [values, ["B", "N", "E"]] })`.
 *
 * @param action What the caller does, a verb phrase that follows "Cannot".
 * @param tensors The tensors by name, each with the letters of its sizes.
 * @returns The size that each letter stands for, where it is known.
 * @throws {ShapeError} If a rank is another, or a letter stands for two sizes; the message names every tensor's shape.
 */
export function bindTensors(
  action: string,
  tensors: Readonly<Record<string, ShapedTensor>>,
): Record<string, number> {
  const bound: Record<string, number> = {};
  for (const [name, [{ shape }, sizes]] of Object.entries(tensors)) {
    if (shape.length !== sizes.length) {
      throw disagreement(
        action,
        `${name} must have ${sizes.length} sizes`,
        tensors,
      );
    }
    sizes.forEach((letter, axis) => {
      const size = shape[axis];
      if (size === null) return;
      const expected = typeof letter === "number"
        ? letter
        : bound[letter] ??= size;
      if (expected === size) return;
      const condition = typeof letter === "number"
        ? `a size written as ${letter} must be ${letter}`
        : `${letter} must be one size`;
      throw disagreement(action, condition, tensors);
    });
  }
  return bound;
}

function disagreement(
  action: string,
  condition: string,
  tensors: Readonly<Record<string, ShapedTensor>>,
): ShapeError {
  const state = Object.entries(tensors).map(([name, [{ shape }, sizes]]) =>
    `${name} [${sizes.join(", ")}] is [${
      shape.map((size) => size ?? "any").join(", ")
    }]`
  );
  return new ShapeError(
    `Cannot ${action} as ${condition}: ${state.join(", ")}`,
  );
}
