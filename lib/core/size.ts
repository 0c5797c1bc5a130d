/** The value, if it is an integer of at least `minimum`; a RangeError that says what was tried otherwise. */
export function requireSize(
  action: string,
  name: string,
  value: number,
  minimum = 1,
): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(
      `Cannot ${action} as ${name} must be an integer of at least ${minimum}: ${value}`,
    );
  }
  return value;
}
