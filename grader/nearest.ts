/** Names that a mistyped one may have meant, nearest first: of exercises or experiments. */
export function nearestIds(asked: string, ids: readonly string[]): string[] {
  return ids
    .map((id) => ({
      id,
      // Whoever names a task means its exercise.
      distance: asked.startsWith(`${id}.`) ? 0 : distanceOf(asked, id),
    }))
    .filter(({ id, distance }) => distance < id.length)
    .sort((a, b) =>
      a.distance - b.distance ||
      Math.abs(lastNumber(asked) - lastNumber(a.id)) -
        Math.abs(lastNumber(asked) - lastNumber(b.id))
    )
    .slice(0, 3)
    .map(({ id }) => id);
}

function lastNumber(id: string): number {
  return Number(/(\d+)\D*$/.exec(id)?.[1] ?? 0);
}

/** How far a name is from one that was meant, or one more than from its beginning. */
function distanceOf(asked: string, id: string): number {
  const distances = editDistances(asked, id);
  const beginning = Math.min(...distances);
  const whole = distances[id.length];
  return beginning < asked.length / 2 ? Math.min(whole, beginning + 1) : whole;
}

/** The edit distance of `a` from each beginning of `b`, from the empty one to the whole. */
function editDistances(a: string, b: string): number[] {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(
        row[j - 1] + 1,
        above[j] + 1,
        above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
  }
  return row;
}
