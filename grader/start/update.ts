/**
 * State and event in, state and effects out: the whole behavior of the watch
 * screen, without a terminal, a file or a clock.
 *
 * @module
 */

import { commonMessage } from "../report/explain.ts";
import { failingCheck, taskOf } from "./failing.ts";
import { nextHint } from "./hints.ts";
import { NOTICES } from "./notices.ts";
import { statusOf } from "./progress.ts";
import {
  currentExercise,
  type Event,
  goTo,
  isSolved,
  keep,
  type State,
  type Step,
} from "./state.ts";
import { openList, updateList } from "./update_list.ts";

/** What follows from an event. */
export function update(state: State, event: Event): Step {
  switch (event.kind) {
    case "key":
      return pressed(state, event.key);
    case "go":
      return goTo(state, event.id);
    case "saved":
      return saved(state, event.ids);
    case "judged":
      return judged(state, event);
    case "checked":
      return event.id === state.current
        ? shown({ ...state, types: event.findings })
        : shown(state);
    case "progress":
      return shown({ ...state, progress: event.progress });
    case "polling":
      return shown({ ...state, polling: event.reason });
    case "solution":
      return shown({
        ...state,
        view: {
          kind: "solution",
          path: event.path,
          lines: event.lines,
          top: 0,
        },
      });
    case "notice":
      return shown({ ...state, notice: event.text });
  }
}

function shown(state: State): Step {
  return { state, effects: [] };
}

/** Follows the student to the file that was saved; of several to the one under work. */
function saved(state: State, ids: string[]): Step {
  if (ids.length === 0) return shown(state);
  return ids.includes(state.current)
    ? rerun(state, false)
    : goTo(state, ids[0]);
}

/** The old verdict stays until the new one is there. */
function rerun(state: State, anew: boolean): Step {
  return {
    state: {
      ...state,
      verdict: { ...state.verdict, running: true },
      types: null,
      notice: null,
    },
    effects: [{ kind: "run", id: state.current, anew }],
  };
}

function judged(
  state: State,
  { result, kept, at }: Extract<Event, { kind: "judged" }>,
): Step {
  if (result.id !== state.current) return shown(state);
  const failing = failingCheck(result);
  const sameTask = failing && taskOf(failing.id) === state.hint?.task;
  const next: State = {
    ...state,
    verdict: { running: false, result, at },
    types: "checking",
    hint: sameTask ? state.hint : null,
    notice: null,
  };
  const check = { kind: "check types", id: result.id } as const;
  return kept === null
    ? { state: next, effects: [check] }
    : keep(next, { kind: "result", id: result.id, result: kept }, [check]);
}

function pressed(state: State, key: string): Step {
  if (key === "ctrl-c") return { state, effects: [{ kind: "quit" }] };
  switch (state.view.kind) {
    case "list":
      return updateList(state, state.view, key);
    case "help":
      return shown({ ...state, view: { kind: "watch" } });
    case "solution":
      return scrolled(state, state.view, key);
    case "watch":
      return state.asking
        ? answered(state, key)
        : command({ ...state, notice: null }, key.toLowerCase());
  }
}

/** Only yes is yes. */
function answered(state: State, key: string): Step {
  const next: State = { ...state, asking: null };
  return key.toLowerCase() === "y"
    ? { state: next, effects: [{ kind: "reset", id: state.current }] }
    : shown({ ...next, notice: NOTICES.notReset });
}

function command(state: State, key: string): Step {
  switch (key) {
    case "n":
      return next(state);
    case "h":
      return hint(state);
    case "l":
      return shown({ ...state, view: openList(state) });
    case "r":
      return rerun(state, true);
    case "x":
      return shown({ ...state, asking: "reset" });
    case "s":
      if (state.practice) {
        return shown({ ...state, notice: NOTICES.noSolution });
      }
      return isSolved(state)
        ? { state, effects: [{ kind: "open solution", id: state.current }] }
        : shown({ ...state, notice: NOTICES.solutionLocked });
    case "t": {
      const language = state.language === "en" ? "zh" : "en";
      return keep({ ...state, language }, { kind: "language", language }, []);
    }
    case "?":
      return shown({ ...state, view: { kind: "help" } });
    case "q":
      return { state, effects: [{ kind: "quit" }] };
  }
  return shown(state);
}

/** On to the next exercise that is not solved, round to the first. */
function next(state: State): Step {
  const { exercises, current, progress } = state;
  const here = exercises.findIndex(({ id }) => id === current);
  const others = [...exercises.slice(here + 1), ...exercises.slice(0, here)];
  const open = others.find(({ id }) => statusOf(progress, id) !== "passed");
  if (open) return goTo(state, open.id);
  const done = statusOf(progress, current) === "passed";
  return shown({ ...state, notice: done ? NOTICES.allDone : NOTICES.last });
}

/** The next hint for the task to work on. */
function hint(state: State): Step {
  const { result } = state.verdict;
  if (!result) return shown({ ...state, notice: NOTICES.wait });
  const failing = failingCheck(result);
  if (!failing) return shown({ ...state, notice: NOTICES.noHint });
  // A file that does not load needs no hint on the mathematics.
  if (commonMessage(result.checks)) {
    return shown({ ...state, notice: NOTICES.loadFirst });
  }
  const { id } = currentExercise(state);
  const given = nextHint(state.progress, id, taskOf(failing.id));
  const change = { kind: "hint", id, ...given } as const;
  return keep({ ...state, hint: given }, change, []);
}

// A screen's height is not known here; half of the smallest is never too far.
const PAGE = 10;

const STEPS: Record<string, number> = {
  up: -1,
  k: -1,
  down: 1,
  j: 1,
  "page up": -PAGE,
  "page down": PAGE,
  " ": PAGE,
  home: -Infinity,
  g: -Infinity,
  end: Infinity,
  G: Infinity,
};

function scrolled(
  state: State,
  view: Extract<State["view"], { kind: "solution" }>,
  key: string,
): Step {
  const step = STEPS[key];
  if (step === undefined) return shown({ ...state, view: { kind: "watch" } });
  const last = Math.max(0, view.lines.length - PAGE);
  const top = Math.min(Math.max(view.top + step, 0), last);
  return shown({ ...state, view: { ...view, top } });
}
