import { relative } from "node:path";
import { EXERCISES, readCatalog } from "../catalog.ts";
import { userFolder } from "../paths.ts";
import { print } from "../report/print.ts";
import { terminalLayout } from "../report/layout.ts";
import type { JudgingSource } from "../start/judging.ts";
import { plainEvents, plainHead, plainLines } from "../start/plain.ts";
import { ProgressFile } from "../start/progress_file.ts";
import { screen } from "../start/screen.ts";
import { Session, type SessionOptions } from "../start/session.ts";
import { onSignals } from "../start/signals.ts";
import { begin } from "../start/state.ts";
import { standardInput, Terminal } from "../start/terminal.ts";
import { START_WORDS } from "../start/words.ts";
import type { Language } from "../text.ts";
import type { Command } from "./run.ts";
import { selectExercises } from "./select.ts";
import { readArguments } from "./usage.ts";

type Prepared = Omit<SessionOptions, "show">;

/** The watch screen, which judges an exercise whenever it is saved, by what that source has. */
export function startCommand(source: JudgingSource): Command {
  return (args, language) => start(source, args, language);
}

async function start(
  source: JudgingSource,
  args: string[],
  language: Language,
): Promise<number> {
  const { names, options, flags } = await readArguments(args, {
    options: ["lang"],
    flags: ["poll", "plain"],
  });
  const exercises = await readCatalog();
  const wanted = names.length === 0
    ? undefined
    : selectExercises(exercises, names)[0].id;
  const file = new ProgressFile();
  const { progress, trouble } = await file.read();
  // What was asked for now goes before what was chosen last time.
  const asked = options.lang ?? Deno.env.get("MNEME_LANG");
  const first = begin({
    language: asked ? language : progress.language ?? language,
    exercises,
    practice: source.practice,
    folder: { path: EXERCISES, shown: relative(userFolder(), EXERCISES) },
    progress,
    wanted,
  });
  if (trouble) first.state.notice = trouble;
  const prepared: Prepared = {
    first,
    file,
    judging: source.open(),
    poll: flags.poll,
  };
  const terminal = new Terminal();
  const whole = !flags.plain && Deno.stdin.isTerminal() &&
    Deno.stdout.isTerminal() && Deno.env.get("TERM") !== "dumb";
  return whole && terminal.enter()
    ? await onScreen(prepared, terminal)
    : await inLines(prepared);
}

async function onScreen(
  prepared: Prepared,
  terminal: Terminal,
): Promise<number> {
  let session: Session | undefined;
  const draw = () =>
    session && terminal.draw(screen(session.state, terminal.size()));
  const signals = onSignals({
    resized: draw,
    resumed: () => terminal.resume(),
  });
  // However the process ends, it is not to leave a terminal without echo.
  const leave = () => terminal.leave();
  globalThis.addEventListener("unload", leave);
  try {
    session = new Session({ ...prepared, show: draw });
    draw();
    session.start();
    readKeys(session, terminal);
    return await Promise.race([signals.stopped, session.ended.then(() => 0)]);
  } finally {
    leave();
    signals.close();
    await session?.close();
    globalThis.removeEventListener("unload", leave);
    const { language } = session?.state ?? prepared.first.state;
    console.log(START_WORDS[language].bye);
  }
}

async function readKeys(session: Session, terminal: Terminal): Promise<void> {
  for await (const key of terminal.keys()) {
    session.happen({ kind: "key", key });
  }
  // The terminal was closed.
  session.happen({ kind: "key", key: "ctrl-c" });
}

/** Plain lines; a pipe that ends is a student who has seen enough. */
async function inLines(prepared: Prepared): Promise<number> {
  const layout = terminalLayout();
  let printed = Promise.resolve();
  const say = (lines: string[]) => {
    if (lines.length === 0) return;
    const text = `${lines.join("\n")}\n`;
    printed = printed.then(() => print(text));
  };
  const session = new Session({
    ...prepared,
    show: (after, before) => say(plainLines(before, after, layout)),
  });
  const signals = onSignals({});
  try {
    say(plainHead(session.state, layout));
    session.start();
    readLines(session);
    return await Promise.race([signals.stopped, session.ended.then(() => 0)]);
  } finally {
    signals.close();
    await session.close();
    await printed;
  }
}

async function readLines(session: Session): Promise<void> {
  let rest = "";
  for await (const text of standardInput()) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      for (const event of plainEvents(line, session.state)) {
        session.happen(event);
      }
    }
  }
  await session.idle();
  session.happen({ kind: "key", key: "ctrl-c" });
}
