/** Maps in order, with at most `jobs` under way. */
export async function inParallel<Item, Value>(
  jobs: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      values[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return values;
}
