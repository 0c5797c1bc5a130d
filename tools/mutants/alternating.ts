/**
 * True if an answer to exercise 8-6.5 is right, by the definition in plain
 * sums: many networks are, and a mutant that answers another of them is
 * equivalent.
 */
export function isAlternating(answer: unknown): boolean {
  const { weights, biases, states } = answer as {
    weights: number[][];
    biases: number[];
    states: number[];
  };
  const update = (now: number[]) =>
    weights.map((row, i) =>
      row.reduce((sum, w, j) => sum + w * now[j], biases[i]) >= 0 ? 1 : -1
    );
  const isLegal =
    weights.every((row, i) =>
      row.length === states.length && row[i] === 0 &&
      row.every((w, j) => w === weights[j][i])
    ) && weights.length === states.length && biases.length === states.length &&
    states.every((state) => Math.abs(state) === 1);
  if (!isLegal) return false;
  const once = update(states);
  const isStart = (other: number[]) => other.every((s, i) => s === states[i]);
  return !isStart(once) && isStart(update(once));
}
