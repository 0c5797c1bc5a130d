/**
 * A process that grades submissions, one after the other, as another one tells
 * it: judging a class in one process would leave all cores but one to the
 * boxes. It is the grader's own program; students' run in its boxes.
 *
 * @module
 */

import { launcherOf } from "../box/isolation.ts";
import type { Launcher } from "../box/launcher.ts";
import { type Exercise, readCatalog } from "../catalog.ts";
import { readSeed } from "../cli/seed.ts";
import { grade } from "../grade.ts";
import type { Turn, Turns } from "../machine.ts";
import type { Result } from "../result.ts";
import { secretSeed } from "../seed.ts";
import { tracked } from "./boxes.ts";
import { Channel } from "./channel.ts";
import type { Entry } from "./entries.ts";
import { type HandedIn, readEntry } from "./files.ts";
import type { Done } from "./journal.ts";
import type { Order, Report, Terms } from "./orders.ts";

type Talk = Channel<Order, Report>;

/** The machine, whose turns are given by the process that gives the orders. */
class SharedMachine implements Turns {
  constructor(readonly talk: Talk) {}

  async beside<Value>(work: () => Promise<Value>): Promise<Turn<Value>> {
    return await this.#turn(false, work);
  }

  async alone<Value>(work: () => Promise<Value>): Promise<Value> {
    return (await this.#turn(true, work)).value;
  }

  async #turn<Value>(
    alone: boolean,
    work: () => Promise<Value>,
  ): Promise<Turn<Value>> {
    await this.talk.say({ kind: "turn", alone });
    await this.talk.next();
    let over: Order | undefined;
    let value: Value;
    try {
      value = await work();
    } finally {
      await this.talk.say({ kind: "leave" });
      over = await this.talk.next();
    }
    return { value, crowded: over?.kind === "over" && over.crowded };
  }
}

/** What a worker has, from its first order on. */
interface Workplace {
  terms: Terms;
  exercises: Exercise[];
  launcher: Launcher;
  machine: Turns;
}

async function gradeEntry(
  entry: Entry,
  lost: string | null,
  place: Workplace,
): Promise<Done> {
  const { files, content, problem = null } = await readEntry(
    entry,
    place.exercises,
  );
  const result = lost === null
    ? await gradeFiles(entry.name, files, place)
      .catch((error) => giveUp(entry.name, files, `${error}`, place))
    : await giveUp(entry.name, files, lost, place);
  const { name, handedIn } = entry;
  return { name, handedIn, content, problem, result };
}

function gradeFiles(
  name: string,
  files: HandedIn["files"],
  { terms, exercises, launcher, machine }: Workplace,
): Promise<Result> {
  const { secret } = readSeed(undefined);
  return grade({
    exercises,
    submission: ({ id }) => files.get(id)!,
    launcher,
    seed: terms.seed ?? secretSeed(secret!, name),
    // Submissions run side by side, and so its exercises need not.
    jobs: 1,
    timeout: terms.timeout,
    machine,
  });
}

/** The result of a submission over which the grader itself goes wrong; the others go on. */
function giveUp(
  name: string,
  files: HandedIn["files"],
  detail: string,
  place: Workplace,
): Promise<Result> {
  const refused = [...files].map(([id, { file }]) =>
    [id, { file, failure: { kind: "ungraded", detail } }] as const
  );
  return gradeFiles(name, new Map(refused), place);
}

async function openWorkplace(talk: Talk, terms: Terms): Promise<Workplace> {
  const { launcher, endAll } = tracked(await launcherOf(terms.form));
  // Without the one who gives orders nobody would ever hear of the result.
  talk.ended.then(() => {
    endAll();
    Deno.exit();
  });
  const exercises = (await readCatalog())
    .filter(({ id }) => terms.exercises.includes(id));
  return { terms, exercises, launcher, machine: new SharedMachine(talk) };
}

async function serve(talk: Talk): Promise<void> {
  const first = await talk.next();
  if (first?.kind !== "terms") return;
  const place = await openWorkplace(talk, first.terms);
  for (;;) {
    const order = await talk.next();
    if (order?.kind !== "grade") return;
    const done = await gradeEntry(order.entry, order.lost, place);
    await talk.say({ kind: "done", done });
  }
}

await serve(new Channel(Deno.stdin.readable, Deno.stdout.writable));
