/** What {@linkcode todo} throws; the grader reports the task as still to do. */
export class TodoError extends Error {
  override readonly name = "TodoError";

  /** @param task The task's id, such as "8-6.1". */
  constructor(readonly task: string) {
    super(
      `Task ${task} is still to do: replace its todo() · 任务 ${task} 尚未完成：请替换 todo()`,
    );
  }
}

/**
 * Marks a task that is still to do. Replace the call by your own code.
 *
 * @param task The task's id.
 * @param inputs The function's arguments, so that the linter sees them used.
 */
export function todo(task: string, ...inputs: unknown[]): never {
  void inputs;
  throw new TodoError(task);
}
