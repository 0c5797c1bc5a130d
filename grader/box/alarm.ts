/**
 * An alarm that does not blame a box for what kept its judge busy.
 *
 * @module
 */

/** The longest that passes between two looks at the clock, in milliseconds. */
const SLICE = 100;

/**
 * Calls `ring` when `limit` milliseconds have passed in which this process was
 * free to hear an answer, and returns what cancels it.
 *
 * Another box's answer of 8 MB may take a second to read. Nothing is heard
 * meanwhile, though an answer may be waiting in the pipe, so a slice of time
 * counts as no longer than it was meant to be.
 */
export function setAlarm(limit: number, ring: () => void): () => void {
  let left = limit;
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    const slice = Math.min(left, SLICE);
    timer = setTimeout(() => {
      left -= slice;
      if (left > 0) wait();
      else ring();
    }, slice);
  };
  wait();
  return () => clearTimeout(timer);
}
