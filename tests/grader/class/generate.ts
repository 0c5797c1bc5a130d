/**
 * Makes a class whose marks are known beforehand, from what is written here
 * and never from the grader: right submissions, ones with a known mistake,
 * half-done ones and hostile ones, as folders and archives.
 *
 * @module
 */

import { join } from "node:path";
import type { Exercise } from "../../../grader/catalog.ts";
import { honestRest } from "../hostile/attack.ts";
import { attacks as floods } from "../hostile/submissions/floods.ts";
import { attacks as harmless } from "../hostile/submissions/harmless.ts";
import { attacks as imports } from "../hostile/submissions/imports.ts";
import { attacks as loading } from "../hostile/submissions/loading.ts";
import { attacks as values } from "../hostile/submissions/values.ts";
import { attacks as verdicts } from "../hostile/submissions/verdicts.ts";
import { gzip, tar, zip } from "./archives.ts";
import { MISTAKES } from "./mistakes.ts";

/** A submission, and what it must earn. */
export interface Intended {
  name: string;
  /** Files by the exercise's id. */
  files: Record<string, string>;
  /** Points by the exercise's id. */
  points: Record<string, number>;
  /** Misconceptions that the report must name. */
  diagnoses: string[];
}

const FULL = 6;

/** Numbers from a seed, from 0 to below a bound. */
export type Chance = (below: number) => number;

/** A source of chance (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ state >>> 15, 1 | state);
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
    return ((t ^ t >>> 14) >>> 0) % below;
  };
}

// Names as people have them, and as nobody should.
const NAMES = [
  "张伟",
  "Ñandú Ørsted",
  "محمد",
  "студент",
  "ニコ, 二",
  'O\'Neil "Neo"',
  "=1+1",
  "-rf",
  "@SUM(A1)",
  "a;b|c",
];

/** What is needed of the project to make a class. */
export interface Material {
  exercises: readonly Exercise[];
  solutions: Record<string, string>;
  stubs: Record<string, string>;
}

/** A class of `count` students. */
export function makeClass(
  count: number,
  seed: number,
  material: Material,
): Intended[] {
  const chance = chanceFrom(seed);
  const hostile = HOSTILE.filter(({ forms, harmsItself, memory }) =>
    !forms && !harmsItself && memory === undefined
  );
  return Array.from({ length: count }, (_, i) => {
    const name = `${NAMES[i % NAMES.length]} ${i}`;
    const kind = KINDS[i % KINDS.length];
    const student = right(name, material);
    if (kind === "mistaken") mistake(student, chance);
    if (kind === "half-done") leaveUndone(student, material, chance);
    if (kind === "hostile") {
      attack(student, hostile[chance(hostile.length)]);
    }
    return student;
  });
}

/** Of ten students one is hostile. */
const KINDS = [
  "right",
  "mistaken",
  "mistaken",
  "half-done",
  "mistaken",
  "right",
  "mistaken",
  "half-done",
  "mistaken",
  "hostile",
];

const HOSTILE = [verdicts, imports, values, loading, harmless, floods].flat();

function right(name: string, { exercises, solutions }: Material): Intended {
  return {
    name,
    files: { ...solutions },
    points: Object.fromEntries(exercises.map(({ id }) => [id, FULL])),
    diagnoses: [],
  };
}

/** One or two mistakes, in different exercises. */
function mistake(student: Intended, chance: Chance): void {
  const first = MISTAKES[chance(MISTAKES.length)];
  const others = MISTAKES.filter(({ exercise }) => exercise !== first.exercise);
  const second = others[chance(others.length)];
  for (const made of chance(2) === 0 ? [first] : [first, second]) {
    const { exercise, find, replace, loses, diagnosis } = made;
    const code = student.files[exercise];
    if (code.split(find).length !== 2) {
      throw new Error(`${exercise} must hold once: ${find}`);
    }
    student.files[exercise] = code.replace(find, () => replace);
    student.points[exercise] -= loses;
    if (diagnosis) student.diagnoses.push(diagnosis);
  }
}

/** Some exercises as handed out, and some not handed in. */
function leaveUndone(
  student: Intended,
  { exercises, stubs }: Material,
  chance: Chance,
): void {
  for (const { id } of exercises) {
    const fate = chance(3);
    if (fate === 0) continue;
    student.points[id] = 0;
    if (fate === 1) student.files[id] = stubs[id];
    else delete student.files[id];
  }
}

function attack(
  student: Intended,
  { code, alone, wins = "8-6.1", points = 5 }: typeof HOSTILE[number],
): void {
  const source = (alone ? code : `${code}\n${honestRest(wins)}`)
    .replace(/\{\{(root|planted|target)\}\}/g, "/nowhere")
    .replaceAll("{{port}}", "9");
  student.files["8-6"] = source;
  student.points["8-6"] = points;
}

/** Writes a class into a folder, in all the forms in which work is handed in. */
export async function writeClass(
  folder: string,
  students: readonly Intended[],
  exercises: readonly Exercise[],
): Promise<void> {
  await Deno.mkdir(folder);
  for (const [i, { name, files }] of students.entries()) {
    const prefix = ["", "exercises/", "work/exercises/", "FLAT"][i % 4];
    const content: Record<string, string> = { "README.md": "my work\n" };
    for (const { id, folder, file } of exercises) {
      if (files[id] === undefined) continue;
      content[prefix === "FLAT" ? file : `${prefix}${folder}/${file}`] =
        files[id];
    }
    const path = join(folder, name);
    if (i % 5 === 3) await Deno.writeFile(`${path}.zip`, zip(content));
    else if (i % 5 === 4) {
      await Deno.writeFile(`${path}.tar.gz`, await gzip(tar(content)));
    } else {
      for (const [inner, text] of Object.entries(content)) {
        const target = join(path, inner);
        await Deno.mkdir(join(target, ".."), { recursive: true });
        await Deno.writeTextFile(target, text);
      }
    }
  }
}
