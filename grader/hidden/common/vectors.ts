import fc from "fast-check";

/** Reals that a report shows in few digits. */
export function thousandths(limit: number): fc.Arbitrary<number> {
  return fc.integer({ min: -1000 * limit, max: 1000 * limit })
    .map((n) => n / 1000);
}

/** A list of so many items. */
export function listOf<Item>(
  item: fc.Arbitrary<Item>,
  length: number,
): fc.Arbitrary<Item[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}
