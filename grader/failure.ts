/**
 * Why a check did not pass, as data, and the status that it gets.
 *
 * @module
 */

import type { Outcome } from "./box/box.ts";
import type { Mismatch } from "./compare.ts";
import type { Status } from "./result.ts";
import type { Text } from "./text.ts";

/** A call on which something went wrong; `answer` is there if it answered. */
export interface FailedCall {
  fn: string;
  args: unknown[];
  answer?: unknown;
}

/** Any outcome of a request but an answer. */
export type Trouble = Exclude<Outcome, { kind: "answer" }>;

/** Why a check did not pass. */
export type Failure =
  /** The answer is wrong. */
  | { kind: "mismatch"; mismatch: Mismatch; call: FailedCall }
  /** A call did not answer. */
  | { kind: "trouble"; trouble: Trouble; call: FailedCall }
  /** The module did not load. */
  | { kind: "load"; trouble: Trouble; code: string }
  /** The module does not export that function; `got` is what it exports instead. */
  | { kind: "export"; fn: string; got: string | undefined }
  /** The whole check took too long. */
  | { kind: "slow"; limit: number }
  /** The file could not be taken. */
  | { kind: "file"; status: "missing" | "error"; text: Text }
  /** The grader could not judge. */
  | { kind: "ungraded"; detail: string };

/** The status that a failure gives its check. */
export function statusOf(failure: Failure): Status {
  switch (failure.kind) {
    case "mismatch":
      return "failed";
    case "trouble":
    case "load":
      return troubleStatus(failure.trouble);
    case "export":
      return "missing";
    case "slow":
      return "timeout";
    case "file":
      return failure.status;
    case "ungraded":
      return "ungraded";
  }
}

function troubleStatus({ kind }: Trouble): Status {
  return kind === "todo" || kind === "timeout" ? kind : "error";
}
