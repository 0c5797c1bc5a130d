import type { Misconception } from "../../check.ts";
import { lstm, stackedWith } from "./pieces.ts";

/** Mistakes in what a layer of a stack reads. */
export const stackMistakes: Misconception[] = [
  {
    id: "every-layer-reads-input",
    text: {
      en:
        "Every layer is given the input size of the first: from the second on, a layer reads the hidden state of the one below.",
      zh: "每一层都用了最初的输入大小：从第二层起，读的是下面一层的隐状态。",
    },
    variants: [stackedWith((n, sizes) => sizes.map((m) => lstm(n, m)))],
  },
  {
    id: "input-added-to-every-layer",
    text: {
      en:
        "Each upper layer reads x as well as the hidden state below it: there are no such shortcuts here, it reads the hidden state alone.",
      zh:
        "上面的各层除了下层的隐状态还读了 x：这里没有这样的跨层连接，只读隐状态。",
    },
    variants: [
      stackedWith((n, sizes) =>
        sizes.map((m, i) => lstm(n + (sizes[i - 1] ?? 0), m))
      ),
    ],
  },
  {
    id: "last-layer-only",
    text: {
      en:
        "Only the last layer is counted: the parameters of all layers add up.",
      zh: "只数了最后一层：要把各层的参数加起来。",
    },
    variants: [
      stackedWith((n, sizes) =>
        sizes.map((m, i) => lstm(sizes[i - 1] ?? n, m)).slice(-1)
      ),
    ],
  },
  {
    id: "layers-as-one",
    text: {
      en:
        "The layers are counted as one layer with all their units: units of different layers are not joined each with each.",
      zh: "把各层合成了一个大层来数：不同层的神经元之间并不是两两相连的。",
    },
    variants: [
      stackedWith((n, sizes) => [lstm(n, sizes.reduce((a, b) => a + b, 0))]),
    ],
  },
];
