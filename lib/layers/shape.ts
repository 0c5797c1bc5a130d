import { ShapeError } from "../core/mod.ts";

/**
 * A tensor, or a shape whose unknown sizes are null, with a letter for each
 * axis; a number is a size that is fixed, and "..." in front stands for any
 * axes, the same in all tensors.
 */
export type ShapedTensor = readonly [
  tensor: { readonly shape: readonly (number | null)[] },
  ...letters: (string | number)[],
];

/**
 * Shapes of tensors as code: each letter is one size, wherever it stands.
 *
 * `bindTensors("attend", { keys: [keys, "B", "N", "D"], values: [values, "B", "N", "Dv"] })`
 * is for tensors what bindShapes in core is for matrices.
 *
 * @source d2l, check_shape; the notes' shapes with the batch in front
 * @param action What the caller does, a verb phrase that follows "Cannot".
 * @param shapes The tensors by name, each with its letters.
 * @returns The size that each letter stands for; a size that is nowhere known has none. "..." is the number of its axes.
 * @throws {ShapeError} If a letter stands for two sizes or a tensor has another number of axes; the message names every tensor's shape.
 *
 * @example A letter has one size
 * ```ts
 * import { bindTensors, tf } from "@mneme/mneme/layers";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const keys = tf.zeros([2, 5, 3]);
 * assertEquals(bindTensors("look", { keys: [keys, "B", "N", "D"] }), { B: 2, N: 5, D: 3 });
 * assertThrows(
 *   () => bindTensors("look", { keys: [keys, "B", "N", "N"] }),
 *   TypeError,
 *   "Cannot look as N must be one size: keys [B,N,N] is [2,5,3]",
 * );
 * ```
 */
export function bindTensors(
  action: string,
  shapes: Readonly<Record<string, ShapedTensor>>,
): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const [name, shaped] of Object.entries(shapes)) {
    const axes = lettered(shaped);
    if (axes === null) {
      const least = shaped.length - (shaped[1] === "..." ? 2 : 1);
      const condition = shaped[1] === "..."
        ? `${name} must have at least ${least} axes`
        : `${name} must have ${least} axes`;
      throw disagreement(action, condition, shapes);
    }
    for (const [letter, size] of axes) {
      if (size === null) continue;
      const bound = typeof letter === "number" ? letter : sizes[letter] ?? size;
      if (bound !== size) {
        const condition = typeof letter === "number"
          ? `a size written as ${letter} must be ${letter}`
          : `${letter.replace(/^\.{3}.*/, "...")} must be one size`;
        throw disagreement(action, condition, shapes);
      }
      if (typeof letter === "string") sizes[letter] = size;
    }
  }
  return sizes;
}

/** Letter and size of each axis; "..." is how many it stands for, and "...i" the i-th of them from its end; null if there are too few or too many. */
function lettered(
  [{ shape }, ...letters]: ShapedTensor,
): [letter: string | number, size: number | null][] | null {
  if (letters[0] !== "...") {
    return shape.length === letters.length
      ? letters.map((letter, axis) => [letter, shape[axis]])
      : null;
  }
  const open = shape.length - (letters.length - 1);
  if (open < 0) return null;
  return [
    ["...", open],
    ...shape.map((size, axis): [string | number, number | null] => [
      axis < open ? `...${open - axis}` : letters[axis - open + 1],
      size,
    ]),
  ];
}

function disagreement(
  action: string,
  condition: string,
  shapes: Readonly<Record<string, ShapedTensor>>,
): ShapeError {
  const state = Object.entries(shapes).map(([name, [{ shape }, ...letters]]) =>
    `${name} [${letters}] is [${shape.map((size) => size ?? "?")}]`
  );
  return new ShapeError(
    `Cannot ${action} as ${condition}: ${state.join(", ")}`,
  );
}
