import { fromRule, type Matrix } from "./matrix.ts";

/** One matrix (H x N) of blocks of H rows that stand side by side, [A, B, ...]; the caller has bound H. */
export function joinColumns(blocks: readonly Matrix[]): Matrix {
  const joined = fromRule(
    blocks[0].rows,
    blocks.reduce((sum, block) => sum + block.columns, 0),
    () => 0,
  );
  let column = 0;
  for (const block of blocks) {
    joined.setSubMatrix(block, 0, column);
    column += block.columns;
  }
  return joined;
}

/** One matrix of blocks of N columns that stand one above the other, [A; B; ...]; the caller has bound N. */
export function joinRows(blocks: readonly Matrix[]): Matrix {
  const joined = fromRule(
    blocks.reduce((sum, block) => sum + block.rows, 0),
    blocks[0].columns,
    () => 0,
  );
  let row = 0;
  for (const block of blocks) {
    joined.setSubMatrix(block, row, 0);
    row += block.rows;
  }
  return joined;
}
