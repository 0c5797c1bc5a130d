/** A known mistake as a change of the solution's text, and what it costs. */
export interface Mistake {
  exercise: string;
  /** What the solution says, once. */
  find: string;
  replace: string;
  /** Points that are lost, from the exercise's table of checks. */
  loses: number;
  /** The misconception that the report must name, if it knows it. */
  diagnosis: string | null;
}

/** Mistakes that stay within one function, so that what they cost can be read off. */
export const MISTAKES: readonly Mistake[] = [
  {
    exercise: "8-1",
    find: "return 3 * blockCount(inputSize, hiddenSize);",
    replace: "return 4 * blockCount(inputSize, hiddenSize);",
    loses: 1,
    diagnosis: "gru-has-four-blocks",
  },
  {
    exercise: "8-1",
    find: "    size = hiddenSize;\n",
    replace: "",
    loses: 2,
    diagnosis: "every-layer-reads-input",
  },
  {
    exercise: "8-2",
    find: "return dimension * sigma ** 4;",
    replace: "return dimension * sigma ** 2;",
    loses: 1,
    diagnosis: "variance-of-one-factor",
  },
  {
    exercise: "8-2",
    find: "entry * query[i], 0) / scale",
    replace: "entry * query[i], 0)",
    loses: 1,
    diagnosis: "scores-not-scaled",
  },
  {
    exercise: "8-3",
    find: "return width + 1;",
    replace: "return width;",
    loses: 1,
    diagnosis: "equal-is-not-more",
  },
  {
    exercise: "8-3",
    find: "let layers = 1;",
    replace: "let layers = 0;",
    loses: 1,
    diagnosis: null,
  },
  {
    exercise: "8-4",
    find: "weight * sigmoid(-logits[n]), // left",
    replace: "weight * sigmoid(logits[n]), // left",
    loses: 1,
    diagnosis: null,
  },
  {
    exercise: "8-4",
    find: "softmax(slots.map((slot) => sharpness * dot(slot, query)))",
    replace: "softmax(slots.map((slot) => dot(slot, query)))",
    loses: 1,
    diagnosis: "sharpness-ignored",
  },
  {
    exercise: "8-5",
    find: "current = current.map((x, d) => x + read[d]);",
    replace: "current = read;",
    loses: 1,
    diagnosis: "read-replaces-query",
  },
  {
    exercise: "8-5",
    find: "return weightedSum(weights, memory);",
    replace: "return memory[weights.indexOf(Math.max(...weights))];",
    loses: 1,
    diagnosis: "heaviest-slot-only",
  },
  {
    exercise: "8-6",
    find: "return -(after - states[index]) * field;",
    replace: "return (after - states[index]) * field;",
    loses: 1,
    diagnosis: "change-reversed",
  },
  {
    exercise: "8-6",
    find: "states: [1, -1] };",
    replace: "states: [1, 1] };",
    loses: 1,
    diagnosis: "cycle-at-rest",
  },
];
