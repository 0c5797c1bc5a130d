import type { Text } from "../text.ts";

/** A form of the box that cannot be had here, and why. */
export class IsolationError extends Error {
  override readonly name = "IsolationError";

  constructor(readonly text: Text) {
    super(text.en);
  }
}
