/**
 * The thin shell around the pure parts: events become states, effects are
 * carried out, and whoever shows the state is told.
 *
 * @module
 */

import { join, relative } from "node:path";
import { type Exercise, EXERCISES } from "../catalog.ts";
import { freshSeed } from "../cli/seed.ts";
import { putBack } from "../cli/reset.ts";
import { ROOT, userFolder } from "../paths.ts";
import type { Text } from "../text.ts";
import { Judge, type Judging } from "./judging.ts";
import { NOTICES } from "./notices.ts";
import { recordOf } from "./progress.ts";
import type { Kept, ProgressFile } from "./progress_file.ts";
import { Saves } from "./saves.ts";
import type { Effect, Event, State, Step } from "./state.ts";
import { checkTypes } from "./type_check.ts";
import { update } from "./update.ts";
import { watch } from "./watch.ts";

/** What a session needs. */
export interface SessionOptions {
  first: Step;
  file: ProgressFile;
  judging: Promise<Judging>;
  poll: boolean;
  /** Told of every new state. */
  show: (state: State, before: State) => void;
}

/** One sitting at the watch screen. */
export class Session {
  state: State;
  /** Fulfilled when the student quits; rejected if the grader failed. */
  readonly ended: Promise<void>;

  #options: SessionOptions;
  #end: PromiseWithResolvers<void> = Promise.withResolvers();
  #saves: Saves;
  #judge: Judge;
  #watching = new AbortController();
  #types = new AbortController();
  /** The same from save to save, so that a counter-example stays while one works on it. */
  #seed: number = freshSeed();
  #work = new Set<Promise<void>>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.state = options.first.state;
    this.ended = this.#end.promise;
    this.#saves = new Saves((ids) => this.happen({ kind: "saved", ids }));
    this.#judge = new Judge(options.judging, () => this.#saves.quiet());
  }

  /** Begins to watch, and does what is to be done first. */
  start(): void {
    const { first, poll } = this.#options;
    const watching = watch({
      folder: EXERCISES,
      exercises: first.state.exercises,
      poll,
      changed: (id) => this.#saves.changed(id),
      polling: (reason) => this.happen({ kind: "polling", reason }),
    }, this.#watching.signal);
    watching.catch((error) => this.#end.reject(error));
    for (const effect of first.effects) this.#carryOut(effect);
  }

  /** Something happened. */
  happen(event: Event): void {
    const before = this.state;
    const { state, effects } = update(before, event);
    this.state = state;
    this.#options.show(state, before);
    for (const effect of effects) this.#carryOut(effect);
  }

  /** Waits until nothing is under way. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** Ends what is under way; what is to be kept is written. */
  async close(): Promise<void> {
    this.#watching.abort();
    this.#saves.close();
    this.#judge.stop();
    this.#types.abort();
    await this.idle().catch(() => {});
  }

  #carryOut(effect: Effect): void {
    if (effect.kind === "quit") return this.#end.resolve();
    const work = this.#do(effect).catch((error) => this.#end.reject(error));
    this.#work.add(work);
    work.finally(() => this.#work.delete(work));
  }

  #do(effect: Exclude<Effect, { kind: "quit" }>): Promise<void> {
    switch (effect.kind) {
      case "run":
        return this.#run(this.#exercise(effect.id), effect.anew);
      case "check types":
        return this.#checkTypes(this.#exercise(effect.id));
      case "keep":
        return this.#options.file.change(effect.change)
          .then((kept) => this.#kept(kept));
      case "reset":
        return this.#reset(this.#exercise(effect.id));
      case "open solution":
        return this.#openSolution(this.#exercise(effect.id));
    }
  }

  async #run(exercise: Exercise, anew: boolean): Promise<void> {
    this.#types.abort();
    if (anew) this.#seed = freshSeed();
    const judged = await this.#judge.run(exercise, this.#seed);
    if (!judged) return;
    this.happen({
      kind: "judged",
      result: judged.result,
      kept: recordOf(judged.result, judged.file),
      at: new Date().toTimeString().slice(0, 8),
    });
  }

  async #checkTypes(exercise: Exercise): Promise<void> {
    const { signal } = this.#types = new AbortController();
    const findings = await checkTypes(exercise, signal);
    if (signal.aborted) return;
    this.happen({ kind: "checked", id: exercise.id, findings });
  }

  #kept({ progress, trouble }: Kept): void {
    this.happen({ kind: "progress", progress });
    if (trouble) this.happen({ kind: "notice", text: trouble });
  }

  async #reset(exercise: Exercise): Promise<void> {
    const { changed, backup } = await putBack(exercise);
    const shown = backup && relative(userFolder(), backup);
    this.happen({
      kind: "notice",
      text: changed ? said(NOTICES.reset, shown ?? "") : NOTICES.alreadyStub,
    });
    if (changed) this.#saves.changed(exercise.id);
  }

  async #openSolution({ folder, file }: Exercise): Promise<void> {
    const path = join(ROOT, "solutions", folder, file);
    const text = await Deno.readTextFile(path).catch(() => undefined);
    this.happen(
      text === undefined
        ? { kind: "notice", text: NOTICES.noSolution }
        : { kind: "solution", path, lines: text.trimEnd().split(/\r?\n/) },
    );
  }

  #exercise(id: string): Exercise {
    return this.state.exercises.find((exercise) => exercise.id === id)!;
  }
}

function said(text: Text, more: string): Text {
  return { en: `${text.en}${more}`, zh: `${text.zh}${more}` };
}
