import type { Text } from "../text.ts";
import type { Form } from "./launcher.ts";

const INPUTS: Text = {
  en: "the submission sees the inputs that it is tried on",
  zh: "提交的程序会看到用来测试它的输入",
};
const EXPLOIT: Text = {
  en: "a hole in V8 or in the kernel",
  zh: "V8 或内核本身的漏洞",
};
const SAME_USER: Text = {
  en:
    "a hole in Deno's permissions, which would give it the files of the user who grades",
  zh: "Deno 权限机制的漏洞：一旦被突破，就能访问评分用户的文件",
};

/** What each form of the box does not hold; every report says it. */
export const NOT_HELD: Record<Form, Text[]> = {
  bubblewrap: [INPUTS, EXPLOIT],
  limits: [INPUTS, EXPLOIT, SAME_USER],
  permissions: [
    INPUTS,
    EXPLOIT,
    SAME_USER,
    {
      en: "memory that grows by over 1 GB within a tenth of a second",
      zh: "在十分之一秒内增长超过 1 GB 的内存",
    },
    {
      en:
        "what localStorage and the Cache API write to the disk until the box is removed",
      zh: "localStorage 和 Cache API 在沙箱删除之前写入磁盘的内容",
    },
    {
      en: "file descriptors that the grader itself was started with",
      zh: "启动评分器时继承下来的文件描述符",
    },
    {
      en: "a loop that goes on after the grader was killed",
      zh: "评分器被强制结束之后仍在运行的循环",
    },
  ],
};
