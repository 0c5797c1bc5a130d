/**
 * Does what the command line asks for: runs an experiment, writes its report,
 * says what came of it.
 *
 * @module
 */
import { join } from "node:path";
import type { Screen } from "../grader/class/progress.ts";
import { UsageError } from "../grader/cli/usage.ts";
import type { Language } from "../grader/text.ts";
import {
  chooseTask,
  type Command,
  outputFolder,
  requireName,
} from "./command.ts";
import { writeWhole } from "./files.ts";
import { reachesMusts } from "./record.ts";
import { keepRecord } from "./table/records.ts";
import { loadExperiment } from "./registry.ts";
import { htmlReport } from "./report/html.ts";
import { beginAnew, runExperiment } from "./run.ts";
import { summaryText } from "./words.ts";

/** Runs the experiment that a command names; 0 if all was reached that must be. */
export async function perform(
  command: Command,
  language: Language,
  screen: Screen,
): Promise<number> {
  if (command.flags.record && command.flags.short) throw shortRecord();
  const experiment = await loadExperiment(requireName(command.names));
  const task = chooseTask(experiment, command.task);
  const output = outputFolder(command, experiment.name, task);
  if (command.flags.fresh) beginAnew(output);
  const { seed, data, backend, flags } = command;
  const outcome = await runExperiment(experiment, {
    seed,
    short: flags.short,
    task,
    language,
    data,
    backend,
    output,
    screen,
  });
  const report = join(output, "report.html");
  writeWhole(report, htmlReport(experiment, outcome, language));
  // Only now is everything there: whoever was interrupted before would go on.
  beginAnew(output);
  const { record } = outcome;
  if (flags.record) keepRecord(record);
  screen.print(summaryText(record, report, language));
  return reachesMusts(record.figures) ? 0 : 1;
}

function shortRecord(): UsageError {
  return new UsageError({
    en: "--record keeps whole runs only: leave out --short",
    zh: "--record 只保存完整的运行：请去掉 --short",
  });
}
