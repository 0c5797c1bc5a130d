/**
 * The processes that grade a class, each one submission at a time, and their
 * turns on the machine.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { Machine } from "../machine.ts";
import { Channel } from "./channel.ts";
import type { Entry } from "./entries.ts";
import type { Done } from "./journal.ts";
import type { Order, Report, Terms } from "./orders.ts";

/** Those who grade; more are taken on as they are needed. */
export class Crew {
  readonly #machine = new Machine();
  readonly #all = new Set<Member>();
  readonly #idle: Member[] = [];
  #dismissed = false;

  constructor(readonly terms: Terms) {}

  /**
   * Grades a submission. If the process that does it ends over it, no other
   * tries: the submission is ungraded, and the others go on.
   *
   * @returns What it came to; undefined if the crew was dismissed meanwhile.
   */
  async grade(entry: Entry): Promise<Done | undefined> {
    let lost: string | null = null;
    for (;;) {
      if (this.#dismissed) return undefined;
      const idle = this.#idle.pop();
      const worker = idle ?? this.#engage();
      const done = await worker.grade({ kind: "grade", entry, lost });
      if (done) {
        this.#idle.push(worker);
        return done;
      }
      this.#all.delete(worker);
      const cause = await worker.end();
      if (this.#dismissed) return undefined;
      if (worker.begun) lost = `the process that judged it ended: ${cause}`;
      // An idle one may have ended before this; a new one shows that none can run.
      else if (!idle) {
        throw new Error(`Cannot judge as a process must run: ${cause}`);
      }
    }
  }

  /** Ends all, whatever they are at. */
  async dismiss(): Promise<void> {
    this.#dismissed = true;
    await Promise.all([...this.#all].map((worker) => worker.end()));
  }

  #engage(): Member {
    const worker = new Member(this.terms, this.#machine);
    this.#all.add(worker);
    return worker;
  }
}

const PROGRAM = fileURLToPath(new URL("worker.ts", import.meta.url));

// What a process may take to see that it is over.
const PATIENCE = 1000;

/** One process of a crew. */
class Member {
  readonly #process: Deno.ChildProcess;
  readonly #talk: Channel<Report, Order>;
  /** True if it has set about the last order. */
  begun = false;

  constructor(terms: Terms, readonly machine: Machine) {
    const permissions = ["read", "write", "run", "env"]
      .map((name) => `--allow-${name}`);
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...permissions, PROGRAM],
      // In a group of its own, where a Ctrl-C does not reach it and its boxes:
      // they would die, and the student would be the one to pay.
      detached: true,
      stdin: "piped",
      stdout: "piped",
      stderr: Deno.env.get("MNEME_DEBUG") ? "inherit" : "null",
    }).spawn();
    this.#talk = new Channel(this.#process.stdout, this.#process.stdin);
    this.#talk.say({ kind: "terms", terms });
  }

  /** Grades a submission; undefined if the process ends before it is done. */
  async grade(order: Order): Promise<Done | undefined> {
    this.begun = false;
    await this.#talk.say(order);
    for (;;) {
      const report = await this.#talk.next();
      this.begun ||= report !== undefined;
      if (report?.kind === "done") return report.done;
      if (report?.kind !== "turn") return undefined;
      await this.#giveTurn(report.alone);
    }
  }

  /** A process that ends in its turn has left the machine too. */
  async #giveTurn(alone: boolean): Promise<void> {
    const turn = async () => {
      await this.#talk.say({ kind: "go" });
      await this.#talk.next();
    };
    const crowded = alone
      ? await this.machine.alone(turn).then(() => false)
      : (await this.machine.beside(turn)).crowded;
    await this.#talk.say({ kind: "over", crowded });
  }

  /** Ends the process with its boxes, and says how it ended. */
  async end(): Promise<string> {
    const timer = setTimeout(() => this.#kill(), PATIENCE);
    await this.#talk.close();
    const { code, signal } = await this.#process.status;
    clearTimeout(timer);
    return signal ?? `exit code ${code}`;
  }

  #kill(): void {
    try {
      // All of its group.
      Deno.kill(-this.#process.pid, "SIGKILL");
    } catch {
      this.#process.kill("SIGKILL");
    }
  }
}
