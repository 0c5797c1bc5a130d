import type { Misconception } from "../../check.ts";
import { windowOperations, windowPath } from "./pieces.ts";

/** Mistakes in the window. */
export const windowMistakes: Misconception[] = [
  {
    id: "window-includes-itself",
    text: {
      en:
        "The position itself is counted into the window: w are the positions before it, so a layer moves a signal by w and not w - 1.",
      zh:
        "把自己也算进了窗口：w 只数之前的位置，所以一层把信息传 w 步，而不是 w - 1 步。",
    },
    variants: [
      windowPath((n, w) =>
        Math.max(1, Math.ceil((n - 1) / Math.max(1, w - 1)))
      ),
    ],
  },
  {
    id: "distance-is-length",
    text: {
      en:
        "n / w is taken: position 1 lies n - 1 places before position n, and a layer bridges w of them.",
      zh: "用了 n / w：位置 1 到位置 n 相隔 n - 1 步，一层跨过其中 w 步。",
    },
    variants: [windowPath((n, w) => Math.ceil(n / w))],
  },
  {
    id: "path-not-rounded-up",
    text: {
      en:
        "(n - 1) / w is rounded down or not at all: a layer that is needed only in part is still needed, so round up.",
      zh:
        "(n - 1) / w 没有取整，或者向下取整了：哪怕只差一步也要再加一层，应当向上取整。",
    },
    variants: [
      windowPath((n, w) => Math.max(1, Math.floor((n - 1) / w))),
      windowPath((n, w) => Math.max(1, (n - 1) / w)),
    ],
  },
  {
    id: "one-layer-reaches-all",
    text: {
      en:
        "The path is 1 as with full attention: a layer reaches only w positions back, and the rest takes further layers.",
      zh:
        "路径写成了 1，那是完整的自注意力：一层只能向前看 w 个位置，其余的要靠更多的层。",
    },
    variants: [windowPath(() => 1)],
  },
  {
    id: "itself-counted",
    text: {
      en:
        "(w + 1)nd counts the position itself: the leading term is w·n·d, as in the table.",
      zh: "(w + 1)nd 多算了自己：最高阶项是 w·n·d，与表中一致。",
    },
    variants: [windowOperations((n, d, w) => (w + 1) * n * d)],
  },
  {
    id: "window-ignored",
    text: {
      en:
        "n²d is the cost of full attention: here a position looks at w others and not at n.",
      zh:
        "n²d 是完整的自注意力的运算量：这里每个位置只看 w 个位置，而不是 n 个。",
    },
    variants: [windowOperations((n, d) => n * n * d)],
  },
  {
    id: "window-capped",
    text: {
      en:
        "A window wider than the sequence is cut to it: that is sensible, but the formula asked for stays w·n·d.",
      zh: "窗口比序列宽时截短了：想法合理，但题目要求的公式仍是 w·n·d。",
    },
    variants: [
      windowOperations((n, d, w) => Math.min(w, n) * n * d),
      windowOperations((n, d, w) => Math.min(w, n - 1) * n * d),
    ],
  },
];
