/**
 * Stories of people who walk about, take things and leave them, in the words
 * of bAbI's tasks 1 and 2, and questions that one or two facts answer.
 *
 * @module
 */
import type { Random } from "../../mod.ts";
import type { BabiQuestion } from "../data/babi.ts";

/** What a question asks: where somebody is (one fact), or where a thing is (two). */
export type Facts = 1 | 2;

const PEOPLE = ["daniel", "john", "mary", "sandra"];
const PLACES = [
  "bathroom",
  "bedroom",
  "garden",
  "hallway",
  "kitchen",
  "office",
];
const THINGS = ["apple", "football", "milk"];
const GOING = ["moved", "went", "journeyed", "travelled"];
const TAKING = ["got", "took", "grabbed"];
const LEAVING = ["dropped", "left", "discarded"];

/** Questions to a story, each about all that was told before it. */
const QUESTIONS = 5;
/** Sentences between two questions, from 2 to 4. */
const SENTENCES = [2, 3, 4];

/** Where a person or a thing is known to be, and the sentences that say so. */
interface Known {
  place: string;
  support: number[];
}

/** What has been told, and what follows from it. */
interface World {
  story: string[][];
  people: Map<string, Known>;
  /** Where things were left; what is carried is where its carrier is. */
  things: Map<string, Known>;
  carriers: Map<string, { person: string; taken: number }>;
}

/**
 * Draws questions about stories.
 *
 * @param random The source of the numbers.
 * @param count How many questions.
 * @param facts How many facts each of them takes.
 * @returns Questions in the form of bAbI's.
 */
export function drawQuestions(
  random: Random,
  count: number,
  facts: Facts,
): BabiQuestion[] {
  const questions: BabiQuestion[] = [];
  while (questions.length < count) questions.push(...drawStory(random, facts));
  return questions.slice(0, count);
}

function drawStory(random: Random, facts: Facts): BabiQuestion[] {
  const world: World = {
    story: [],
    people: new Map(),
    things: new Map(),
    carriers: new Map(),
  };
  return Array.from({ length: QUESTIONS }, () => {
    const until = world.story.length + oneOf(SENTENCES, random);
    while (world.story.length < until || answers(world, facts).size === 0) {
      tellSentence(world, random, facts);
    }
    const known = answers(world, facts);
    const asked = oneOf([...known.keys()], random);
    const { place, support } = known.get(asked)!;
    const subject = facts === 1 ? [asked] : ["the", asked];
    return {
      story: [...world.story],
      question: ["where", "is", ...subject],
      answer: place,
      support,
    };
  });
}

/** What can be asked about: people who were seen to go, or things that somebody took. */
function answers(
  { people, things, carriers }: World,
  facts: Facts,
): Map<string, Known> {
  if (facts === 1) return people;
  const known = new Map(things);
  for (const [thing, { person, taken }] of carriers) {
    const { place, support } = people.get(person)!;
    known.set(thing, { place, support: [taken, ...support] });
  }
  return known;
}

function tellSentence(world: World, random: Random, facts: Facts): void {
  const person = oneOf(PEOPLE, random);
  const here = world.people.get(person);
  const action = facts === 2 && here ? random.uniform() : 0;
  if (action > 0.75) return leave(world, person, random);
  if (action > 0.45) return take(world, person, random);
  const place = oneOf(PLACES.filter((place) => place !== here?.place), random);
  world.people.set(person, { place, support: [world.story.length] });
  world.story.push([person, oneOf(GOING, random), "to", "the", place]);
}

/** Takes a thing that lies here, or that nobody has mentioned yet; without one, nothing happens. */
function take(world: World, person: string, random: Random): void {
  const { people, things, carriers, story } = world;
  const free = THINGS.filter((thing) =>
    !carriers.has(thing) &&
    (things.get(thing)?.place ?? people.get(person)!.place) ===
      people.get(person)!.place
  );
  if (free.length === 0) return;
  const thing = oneOf(free, random);
  things.delete(thing);
  carriers.set(thing, { person, taken: story.length });
  story.push([person, oneOf(TAKING, random), "the", thing, "there"]);
}

/** Leaves a thing where its carrier is; without one, nothing happens. */
function leave(world: World, person: string, random: Random): void {
  const { people, things, carriers, story } = world;
  const carried = [...carriers.keys()]
    .filter((thing) => carriers.get(thing)!.person === person);
  if (carried.length === 0) return;
  const thing = oneOf(carried, random);
  const { place, support } = people.get(person)!;
  carriers.delete(thing);
  things.set(thing, { place, support: [story.length, ...support] });
  story.push([person, oneOf(LEAVING, random), "the", thing]);
}

function oneOf<T>(items: readonly T[], random: Random): T {
  return items[random.integer(items.length)];
}
