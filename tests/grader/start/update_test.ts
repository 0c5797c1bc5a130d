import { assert, assertEquals } from "@std/assert";
import { begin } from "../../../grader/start/state.ts";
import { listed } from "../../../grader/start/update_list.ts";
import type { ListView, State } from "../../../grader/start/state.ts";
import {
  after,
  catalog,
  firstState,
  judged,
  passed,
  resultOf,
  solvedProgress,
} from "./support.ts";

const [one, two, three] = catalog;

function beginWith(progress: State["progress"], wanted?: string) {
  const { language, exercises, practice, folder } = firstState();
  return begin({ language, exercises, practice, folder, progress, wanted });
}

Deno.test("begin() takes the exercise asked for, else last time's, else the first that is open", () => {
  const solved = solvedProgress(one.id);
  const current = { ...solved, current: one.id };
  assertEquals(beginWith(solved).state.current, two.id);
  assertEquals(beginWith(current).state.current, one.id);
  assertEquals(beginWith(current, three.id).state.current, three.id);
  assertEquals(
    beginWith({ ...solved, current: "gone" }).state.current,
    two.id,
  );
  assertEquals(
    beginWith(solvedProgress(...catalog.map(({ id }) => id))).state.current,
    one.id,
  );
});

Deno.test("begin() judges at once and keeps where it begins", () => {
  assertEquals(beginWith({ exercises: {} }, two.id).effects, [
    { kind: "keep", change: { kind: "current", id: two.id } },
    { kind: "run", id: two.id, anew: false },
  ]);
});

Deno.test("update() judges anew and keeps the old verdict in sight when the file is saved", () => {
  const result = resultOf(one, ["passed", "failed"]);
  const { state } = after(firstState(), judged(result));
  const saved = after(state, { kind: "saved", ids: [three.id, one.id] });
  assertEquals(saved.effects, [{ kind: "run", id: one.id, anew: false }]);
  assertEquals(saved.state.verdict.result, result);
  assert(saved.state.verdict.running);
});

Deno.test("update() follows the student when another exercise is saved", () => {
  const { state, effects } = after(firstState(), {
    kind: "saved",
    ids: [three.id],
  });
  assertEquals(state.current, three.id);
  assertEquals(state.verdict.result, null);
  assertEquals(effects.at(-1), { kind: "run", id: three.id, anew: false });
});

Deno.test("update() keeps a result and has types checked when a verdict comes", () => {
  const result = resultOf(one, ["passed", "failed"]);
  const { state, effects } = after(firstState(), judged(result));
  assertEquals(effects.map(({ kind }) => kind), ["keep", "check types"]);
  assertEquals(state.types, "checking");
  assertEquals(state.progress.exercises[one.id].result?.task, one.tasks[1].id);
  const findings = [{ line: 1, column: 2, message: "m" }];
  const typed = after(state, { kind: "checked", id: one.id, findings });
  assertEquals(typed.state, { ...state, types: findings });
});

Deno.test("update() ignores verdicts and findings when they are about another exercise", () => {
  const state = firstState();
  assertEquals(after(state, judged(passed(two))).state, state);
  assertEquals(
    after(state, { kind: "checked", id: two.id, findings: [] }).state,
    state,
  );
});

Deno.test("update() keeps nothing of a result when the grader could not judge", () => {
  const result = { ...resultOf(one, ["ungraded"]), points: null };
  const { effects } = after(firstState(), judged(result));
  assertEquals(effects.map(({ kind }) => kind), ["check types"]);
});

Deno.test("update() goes to the next open exercise, round to the first, when n is pressed", () => {
  const from = (current: string, ...solved: string[]) =>
    after(firstState({ current, progress: solvedProgress(...solved) }), "n")
      .state;
  assertEquals(from(one.id).current, two.id);
  assertEquals(from(one.id, two.id).current, three.id);
  assertEquals(from(catalog.at(-1)!.id).current, one.id);
  const ids = catalog.map(({ id }) => id);
  const stuck = from(two.id, ...ids.filter((id) => id !== two.id));
  assertEquals(stuck.current, two.id);
  assert(stuck.notice?.en.includes("only this one"));
  assert(from(two.id, ...ids).notice?.zh.includes("都已完成"));
});

Deno.test("update() climbs the ladder for the task that failed when h is pressed", () => {
  // The second task is to do, and the third was tried: the third is the one.
  const result = resultOf(one, ["passed", "todo", "failed"]);
  let { state } = after(firstState(), judged(result));
  const task = one.tasks[2].id;
  for (const level of [1, 2, 3, 3]) {
    const step = after(state, "h");
    state = step.state;
    assertEquals(state.hint, { task, level });
    assertEquals(step.effects, [
      { kind: "keep", change: { kind: "hint", id: one.id, task, level } },
    ]);
    assertEquals(state.progress.exercises[one.id].hints[task], level);
  }
  assertEquals(after(state, judged(result)).state.hint, { task, level: 3 });
  const further = resultOf(one, ["passed", "failed"]);
  assertEquals(after(state, judged(further)).state.hint, null);
});

Deno.test("update() uses up no hint when there is nothing to hint at", () => {
  const alike = { en: "It does not load", zh: "无法加载" };
  const broken = resultOf(one, one.tasks.map(() => "error"));
  for (const check of broken.checks) check.message = alike;
  for (const event of [judged(passed(one)), judged(broken)]) {
    const { state, effects } = after(after(firstState(), event).state, "h");
    assertEquals([state.hint, effects], [null, []]);
    assert(state.notice);
  }
  const { state, effects } = after(firstState(), "h");
  assertEquals([state.hint, effects], [null, []]);
});

Deno.test("update() asks before a reset, and only yes is yes", () => {
  for (const key of ["n", "x", "enter", "escape", "q"]) {
    const { state, effects } = after(firstState(), "x", key);
    assertEquals([state.asking, effects], [null, []], key);
  }
  for (const key of ["y", "Y"]) {
    const { state, effects } = after(firstState(), "x", key);
    assertEquals(state.asking, null);
    assertEquals(effects, [{ kind: "reset", id: one.id }]);
  }
});

Deno.test("update() opens the solution only after full marks", () => {
  assertEquals(after(firstState(), "s").effects, []);
  const { state } = after(
    firstState(),
    judged(passed(one)),
    // Once solved, it stays open whatever is tried next.
    judged(resultOf(one, ["failed"])),
  );
  assertEquals(after(state, "s").effects, [
    { kind: "open solution", id: one.id },
  ]);
});

Deno.test("update() scrolls the solution within its lines and closes it", () => {
  const lines = Array.from({ length: 35 }, (_, i) => `${i}`);
  const { state } = after(firstState(), {
    kind: "solution",
    path: "p",
    lines,
  });
  const top = (...keys: string[]) => {
    const { view } = after(state, ...keys).state;
    return view.kind === "solution" ? view.top : view.kind;
  };
  assertEquals(top("down", "j", "up"), 1);
  assertEquals(top("up"), 0);
  assertEquals(top("end"), 25);
  assertEquals(top("end", "page down", "home"), 0);
  assertEquals(top("q"), "watch");
});

Deno.test("update() speaks the other language and keeps it when t is pressed", () => {
  const { state, effects } = after(firstState(), "t");
  assertEquals([state.language, state.progress.language], ["zh", "zh"]);
  assertEquals(effects, [
    { kind: "keep", change: { kind: "language", language: "zh" } },
  ]);
  assertEquals(after(state, "t").state.language, "en");
});

Deno.test("update() ends on q, and on Ctrl-C in every view", () => {
  assertEquals(after(firstState(), "q").effects, [{ kind: "quit" }]);
  for (const keys of [[], ["l"], ["l", "/"], ["?"], ["x"]]) {
    const { effects } = after(firstState(), ...keys, "ctrl-c");
    assertEquals(effects, [{ kind: "quit" }], keys.join());
  }
});

function shownIds(state: State): string[] {
  return listed(state, state.view as ListView).map(({ id }) => id);
}

Deno.test("updateList() finds exercises by words of either language, ids and functions", () => {
  const { state } = after(firstState(), "l", "/");
  const found = (query: string) => shownIds(after(state, ...query).state);
  assertEquals(found("8-3"), ["8-3"]);
  assertEquals(found("能量"), ["8-6"]);
  assertEquals(found("ENERGY rises"), ["8-6"]);
  assertEquals(found("gruParameterCount"), ["8-1"]);
  assertEquals(found("8.4").includes("8-1"), true);
  assertEquals(found("nothing of the kind"), []);
});

Deno.test("updateList() types letters into the search and not as commands", () => {
  const { state } = after(
    firstState(),
    "l",
    "/",
    ..."qd",
    "backspace",
    "enter",
  );
  const view = state.view as ListView;
  assertEquals([view.query, view.typing, view.filter], ["q", false, "all"]);
  const cleared = after(state, "escape").state;
  assertEquals((cleared.view as ListView).query, "");
  assertEquals(after(cleared, "escape").state.view.kind, "watch");
});

Deno.test("updateList() filters by done and to do, and shows all when pressed again", () => {
  const { state } = after(
    firstState({ progress: solvedProgress(one.id, three.id) }),
    "l",
  );
  const open = catalog.map(({ id }) => id)
    .filter((id) => id !== one.id && id !== three.id);
  assertEquals(shownIds(after(state, "d").state), [one.id, three.id]);
  assertEquals(shownIds(after(state, "p").state), open);
  assertEquals(shownIds(after(state, "p", "p").state).length, catalog.length);
});

Deno.test("updateList() goes on at the exercise under the cursor", () => {
  const to = (...keys: string[]) =>
    after(firstState(), "l", ...keys, "enter").state;
  assertEquals(to("j", "down").current, three.id);
  assertEquals(to("end", "down").current, catalog.at(-1)!.id);
  assertEquals(to("up").current, one.id);
  assertEquals(to("/", ..."8-6", "enter").current, "8-6");
  assertEquals(to("/", ..."zzz", "enter").view.kind, "list");
  assertEquals(to("j").view.kind, "watch");
});
