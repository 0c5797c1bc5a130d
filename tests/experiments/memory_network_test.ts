import { assert, assertEquals, assertThrows } from "@std/assert";
import { seededRandom } from "../../mod.ts";
import { initBackend, tf } from "../../lib/layers/mod.ts";
import {
  createNetwork,
  gradeNetwork,
  toBatch,
  withEmptyMemories,
} from "../../experiments/memory_network/network.ts";
import { drawQuestions } from "../../experiments/memory_network/stories.ts";
import { MEMORY, Vocabulary } from "../../experiments/memory_network/words.ts";
import { runShort } from "./support.ts";

await initBackend();

/**
 * With one hop the place of a thing can be guessed among those that were named;
 * two hops make at most this share of its errors. Seeds 1 to 3 came to 0.30 and 0.31.
 */
const LARGEST_RATIO = 0.5;

const QUESTION = {
  story: [["mary", "went"], ["john", "left"]],
  question: ["where", "is", "mary"],
  answer: "Garden",
  support: [0],
};

/** Who is where, and who has what, by walking through the story again. */
function replay(story: string[][]) {
  const people = new Map<string, string>();
  const things = new Map<string, string>(); // To a person while carried, else to a place.
  for (const sentence of story) {
    const [person, , , last, there] = sentence;
    const thing = sentence.length === 4 ? last : sentence[3];
    if (sentence[2] === "to") people.set(person, sentence[4]);
    else if (there === "there") things.set(thing, person);
    else things.set(thing, people.get(person)!);
  }
  return { people, things };
}

Deno.test("drawQuestions() asks for what follows from the story", () => {
  for (const seed of [2, 3, 5]) {
    for (
      const { story, question, answer } of drawQuestions(
        seededRandom(seed),
        200,
        2,
      )
    ) {
      const { people, things } = replay(story);
      const place = things.get(question[3])!;
      assertEquals(people.get(place) ?? place, answer, `seed ${seed}`);
    }
    for (
      const { story, question, answer } of drawQuestions(
        seededRandom(seed),
        50,
        1,
      )
    ) {
      assertEquals(replay(story).people.get(question[2]), answer);
    }
  }
});

Deno.test("drawQuestions() names the two facts that suffice", () => {
  for (
    const { story, question, answer, support } of drawQuestions(
      seededRandom(7),
      200,
      2,
    )
  ) {
    assertEquals(support.length, 2);
    const told = support.toSorted((a, b) => a - b).map((n) => story[n]);
    assert(told.some((sentence) => sentence.includes(question[3])));
    assert(told.some((sentence) => sentence.includes(answer)));
  }
});

Deno.test("Vocabulary numbers words, the latest sentence first", () => {
  const vocabulary = new Vocabulary([QUESTION]);
  assertEquals(vocabulary.size, 7); // garden is john left mary went where
  assertEquals(vocabulary.encode(QUESTION), {
    story: [[2, 3], [4, 5]],
    question: [6, 1, 4],
    answer: 0,
  });
  const long = { ...QUESTION, story: Array(99).fill(["mary"]) };
  assertEquals(vocabulary.encode(long).story.length, MEMORY);
  assertThrows(
    () => vocabulary.encode({ ...QUESTION, answer: "office" }),
    RangeError,
    "office",
  );
});

Deno.test("withEmptyMemories() puts in a tenth at most, and keeps the order", () => {
  const random = seededRandom(11);
  const story = Array.from({ length: 20 }, (_, n) => [n]);
  const counts = new Set<number>();
  for (let draw = 0; draw < 50; draw++) {
    const noisy = withEmptyMemories(
      { story, question: [0], answer: 0 },
      random,
    );
    assertEquals(noisy.story.filter((words) => words.length > 0), story);
    counts.add(noisy.story.length - 20);
  }
  assertEquals([...counts].sort(), [0, 1, 2]);
});

Deno.test("gradeNetwork() counts wrong answers and leaves no tensors", () => {
  const examples = [0, 1].map((answer) => ({
    story: [[0], [1, 2]],
    question: [2],
    answer,
  }));
  const network = createNetwork(
    "network of the test",
    { vocabulary: 3, hops: 2 },
    seededRandom(3),
  );
  const before = tf.memory().numTensors;
  const { error } = gradeNetwork(network, examples);
  assert(error === 50 || error === 100, `${error}`); // both are answered alike
  assertEquals(tf.memory().numTensors, before);
  assertEquals(toBatch(examples, 3).answers.size, 2);
  tf.dispose(network.variables);
});

Deno.test("memory-network: two hops answer what one cannot", async () => {
  const run = await runShort("memory-network");
  const ratio = run.value("error-ratio");
  assert(ratio < LARGEST_RATIO, `ratio ${ratio}`);
  for (const { leaked } of run.trainings) assertEquals(leaked, 0);
});
