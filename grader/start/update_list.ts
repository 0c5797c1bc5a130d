import type { Exercise } from "../catalog.ts";
import { statusOf } from "./progress.ts";
import { goTo, type ListView, type State, type Step } from "./state.ts";

/** The list as it opens, on the exercise under work. */
export function openList({ exercises, current }: State): ListView {
  return {
    kind: "list",
    cursor: exercises.findIndex(({ id }) => id === current),
    query: "",
    typing: false,
    filter: "all",
  };
}

/** The exercises that search and filter leave. */
export function listed(
  { exercises, progress }: State,
  { query, filter }: ListView,
): Exercise[] {
  const words = query.toLowerCase().split(/\s+/);
  return exercises.filter((exercise) => {
    const done = statusOf(progress, exercise.id) === "passed";
    if (filter !== "all" && done !== (filter === "done")) return false;
    const text = searched(exercise);
    return words.every((word) => text.includes(word));
  });
}

/** In both languages, whichever is shown; by section and function too. */
function searched({ id, section, title, folder, tasks }: Exercise): string {
  const functions = tasks.map((task) => task.function);
  return [id, section, title.en, title.zh, folder, ...functions].join("\n")
    .toLowerCase();
}

/** What a key does in the list. */
export function updateList(state: State, view: ListView, key: string): Step {
  if (view.typing) return typed(state, view, key);
  const rows = listed(state, view);
  const move = (cursor: number) =>
    shown(state, {
      ...view,
      cursor: Math.min(Math.max(cursor, 0), Math.max(0, rows.length - 1)),
    });
  switch (key) {
    case "up":
    case "k":
      return move(view.cursor - 1);
    case "down":
    case "j":
      return move(view.cursor + 1);
    case "home":
    case "g":
      return move(0);
    case "end":
    case "G":
      return move(rows.length - 1);
    case "/":
      return shown(state, { ...view, query: "", typing: true, cursor: 0 });
    case "d":
      return filtered(state, view, "done");
    case "p":
      return filtered(state, view, "todo");
    case "enter":
    case "c":
      return chosen(state, rows[view.cursor]);
    case "escape":
      // First the search goes, then the list.
      return view.query === "" ? closed(state) : search(state, view, "");
    case "q":
    case "l":
      return closed(state);
  }
  return shown(state, view);
}

function typed(state: State, view: ListView, key: string): Step {
  switch (key) {
    case "enter":
      return shown(state, { ...view, typing: false });
    case "escape":
      return shown(state, { ...view, query: "", typing: false, cursor: 0 });
    case "backspace":
      return search(state, view, [...view.query].slice(0, -1).join(""));
  }
  // Other keys have names of several letters.
  return [...key].length === 1
    ? search(state, view, view.query + key)
    : shown(state, view);
}

function search(state: State, view: ListView, query: string): Step {
  return shown(state, { ...view, query, cursor: 0 });
}

/** The same key again shows all. */
function filtered(
  state: State,
  view: ListView,
  filter: "done" | "todo",
): Step {
  return shown(state, {
    ...view,
    filter: view.filter === filter ? "all" : filter,
    cursor: 0,
  });
}

function chosen(state: State, exercise: Exercise | undefined): Step {
  if (!exercise) return { state, effects: [] };
  return exercise.id === state.current
    ? closed(state)
    : goTo(state, exercise.id);
}

function closed(state: State): Step {
  return { state: { ...state, view: { kind: "watch" } }, effects: [] };
}

function shown(state: State, view: ListView): Step {
  return { state: { ...state, view }, effects: [] };
}
