/**
 * The operations that layers are made of: one call each, fast on WebAssembly
 * and the same numbers everywhere. Layers and their weights live elsewhere.
 *
 * @module
 */
export { additiveScores } from "./additive_scores.ts";
export { attend, type Attended, type AttendOptions } from "./attend.ts";
export { embed } from "./embed.ts";
export { gruCell } from "./gru_cell.ts";
export { layerNormalize } from "./layer_normalize.ts";
export { lstmCell, type LstmCellState } from "./lstm_cell.ts";
export { softmaxCrossEntropy } from "./softmax_cross_entropy.ts";
