import type { Form } from "../box/launcher.ts";
import type { Entry } from "./entries.ts";
import type { Done } from "./journal.ts";

/** What all submissions of a class are graded with. */
export interface Terms {
  form: Form;
  /** Ids of exercises. */
  exercises: string[];
  timeout: number;
  /** null if the class has a secret, which is in the environment. */
  seed: number | null;
}

/** What a worker is told: first the terms, then submissions, and between these what it asked for. */
export type Order =
  | { kind: "terms"; terms: Terms }
  /** `lost` says how another worker has ended over it: it is not tried again. */
  | { kind: "grade"; entry: Entry; lost: string | null }
  /** Its turn has come. */
  | { kind: "go" }
  /** Its turn is over; others may have had theirs at the same time. */
  | { kind: "over"; crowded: boolean };

/** What a worker says. */
export type Report =
  /** It wants a turn on the machine. */
  | { kind: "turn"; alone: boolean }
  /** It leaves the machine. */
  | { kind: "leave" }
  | { kind: "done"; done: Done };
