/** At most 2¹⁶ states are listed: some megabytes, and seconds rather than hours. */
const MAXIMUM_SIZE = 16;

/** All 2^M states of M neurons: neuron i of state c is +1 where bit i of c is 1. */
export function enumerateStates(action: string, size: number): Float64Array[] {
  if (size > MAXIMUM_SIZE) {
    throw new RangeError(
      `Cannot ${action} as all 2^M states must be listed, so M must be at most ${MAXIMUM_SIZE}: ${size}`,
    );
  }
  return Array.from(
    { length: 2 ** size },
    (_, code) => new Float64Array(size).map((_, i) => (code >> i) & 1 ? 1 : -1),
  );
}
