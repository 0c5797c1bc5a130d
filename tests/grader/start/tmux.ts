import { NEUTRAL } from "./project.ts";

/** True if there is a tmux to drive. */
export async function hasTmux(): Promise<boolean> {
  try {
    return (await new Deno.Command("tmux", { args: ["-V"] }).output()).success;
  } catch {
    return false;
  }
}

/** What a terminal shows, line by line. */
export type Shown = string[];

// A machine with two cores that others use too.
const PATIENCE = 120_000;

/** A shell in a terminal of a given size. */
export class Tmux {
  // A server of our own, with nobody's settings.
  #socket = `mneme-${crypto.randomUUID()}`;

  private constructor(readonly width: number, readonly height: number) {}

  /** Opens a terminal with a shell in that folder. */
  static async open(
    folder: string,
    [width, height]: [number, number],
    env: Record<string, string> = {},
  ): Promise<Tmux> {
    const tmux = new Tmux(width, height);
    const variables = Object.entries({ ...NEUTRAL, PS1: "ready> ", ...env })
      .flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    await tmux.#run([
      ...["-f", "/dev/null", "new-session", "-d", "-c", folder],
      ...["-x", `${width}`, "-y", `${height}`],
      ...variables,
      // Where the tests were started from is not where this user stands.
      ...["env", "-u", "INIT_CWD"],
      ...(env.NO_COLOR ? [] : ["-u", "NO_COLOR"]),
      ...["bash", "--noprofile", "--norc", "-i"],
    ]);
    await tmux.until("a prompt", (lines) => lines.at(-1) === "ready>");
    return tmux;
  }

  /** Presses keys by the names that tmux has for them. */
  async press(...keys: string[]): Promise<void> {
    await this.#run(["send-keys", ...keys]);
  }

  /** Types text as it is. */
  async type(text: string): Promise<void> {
    await this.#run(["send-keys", "-l", text]);
  }

  /** Makes the terminal another size. */
  async resize(width: number, height: number): Promise<void> {
    await this.#run(["resize-window", "-x", `${width}`, "-y", `${height}`]);
  }

  /** What is shown, without the empty lines at the end. */
  async shown(): Promise<Shown> {
    const text = await this.#run(["capture-pane", "-p"]);
    return text.trimEnd().split("\n");
  }

  /**
   * Waits until what is shown is as expected.
   *
   * @throws {Error} If it never is; what was shown last is said.
   */
  async until(
    what: string,
    holds: (lines: Shown) => boolean,
  ): Promise<Shown> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const lines = await this.shown();
      if (holds(lines)) return lines;
      if (Date.now() > deadline) {
        throw new Error(`There never was ${what}:\n${lines.join("\n")}`);
      }
      await new Promise((next) => setTimeout(next, 50));
    }
  }

  /** Waits until a text is shown somewhere. */
  untilText(text: string): Promise<Shown> {
    return this.until(text, (lines) => lines.join("\n").includes(text));
  }

  /** Ends the shell and what runs in it. */
  async close(): Promise<void> {
    await this.#run(["kill-server"]);
  }

  async #run(args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-u", "-L", this.#socket, ...args],
      env: { ...NEUTRAL, TERM: "xterm-256color" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  }
}
