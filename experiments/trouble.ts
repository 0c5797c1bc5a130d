import type { Bilingual } from "./experiment.ts";

/** What keeps an experiment from going on though the program is right: one line, exit status 3. */
export class Trouble extends Error {
  override readonly name = "Trouble";

  /**
   * @param text What was tried, what must hold, and what was found.
   */
  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}
