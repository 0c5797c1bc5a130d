// exercises/todo.ts
var TodoError = class extends Error {
  task;
  name;
  /** @param task The task's id, such as "8-6.1". */
  constructor(task) {
    super(`Task ${task} is still to do: replace its todo() \xB7 \u4EFB\u52A1 ${task} \u5C1A\u672A\u5B8C\u6210\uFF1A\u8BF7\u66FF\u6362 todo()`), this.task = task, this.name = "TodoError";
  }
};
function todo(task, ...inputs) {
  void inputs;
  throw new TodoError(task);
}
export {
  TodoError,
  todo
};
