/**
 * What every mechanism stands on: the matrix type, shapes that are checked,
 * softmax, seeded random numbers, and the one place that turns rows into
 * columns. No mechanism of the notes lives here.
 *
 * @module
 */
export {
  columnVector,
  fromRows,
  fromRule,
  type Matrix,
  pseudoInverse,
  type SingularValues,
  singularValues,
} from "./matrix.ts";
export { bindShapes, type ShapedMatrix } from "./shape.ts";
export { ShapeError } from "./shape_error.ts";
export {
  logSoftmaxColumns,
  logSumExpColumns,
  type MaskOption,
  softmaxColumns,
  softmaxColumnsGradient,
} from "./softmax.ts";
export { erf, erfc } from "./error_function.ts";
export { normalMatrix, type Random, seededRandom } from "./random.ts";
export { itemsToColumns, itemsToRows } from "./convention.ts";
