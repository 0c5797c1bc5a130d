import type { Misconception, Reference } from "../../check.ts";
import { leaves, sigmoid, softmax, sum } from "./pieces.ts";

const treeMistake = (
  mistaken: (logits: number[]) => number[],
): Reference[] => [{ treeLeafWeights: mistaken }];

/** The indices of a complete tree in another order, level by level. */
function indicesBy(
  order: (root: number, left: number[], right: number[]) => number[],
): (levels: number) => (level: number, place: number) => number {
  return (levels) => {
    const visit = (node: number, left: number): number[] =>
      left === 0 ? [] : order(
        node,
        visit(2 * node + 1, left - 1),
        visit(2 * node + 2, left - 1),
      );
    const visited = visit(0, levels);
    return (level, place) => visited.indexOf(2 ** level - 1 + place);
  };
}

const levelsOf = (logits: number[]): number => Math.log2(logits.length + 1);

const [preorder, inorder, postorder] = [
  (node: number, left: number[], right: number[]) => [node, ...left, ...right],
  (node: number, left: number[], right: number[]) => [...left, node, ...right],
  (node: number, left: number[], right: number[]) => [...left, ...right, node],
].map(indicesBy);

/** For each leaf, which logits it meets, and whether it goes right there. */
function paths(logits: number[]): { logit: number; isRight: boolean }[][] {
  const levels = levelsOf(logits);
  return Array.from(
    { length: logits.length + 1 },
    (_, leaf) =>
      Array.from({ length: levels }, (_, level) => {
        const place = leaf >> (levels - level);
        const isRight = (leaf >> (levels - level - 1) & 1) === 1;
        return { logit: logits[2 ** level - 1 + place], isRight };
      }),
  );
}

const exponential = (x: number): number => Math.exp(x) / (1 + Math.exp(x));

/** Mistakes in the weights of a tree's leaves. */
export const treeMistakes: Misconception[] = [
  {
    id: "sigmoid-goes-left",
    text: {
      en:
        "Left and right are exchanged: σ(s) is the probability of going right, and 1 - σ(s) that of going left.",
      zh: "左右弄反了：σ(s) 是走向右边的概率，走向左边的概率是 1 - σ(s)。",
    },
    variants: treeMistake((logits) =>
      leaves(logits, {
        share: (weight, s) => [weight * sigmoid(s), weight * sigmoid(-s)],
      })
    ),
  },
  {
    id: "leaves-from-right",
    text: {
      en: "The leaves come from right to left: the leftmost leaf is the first.",
      zh: "叶子的次序是从右到左：最左边的叶子应当排第一。",
    },
    variants: treeMistake((logits) => leaves(logits).reverse()),
  },
  {
    id: "other-node-order",
    text: {
      en:
        "The logits are dealt out in depth-first order: they come level by level, the root first, so that node i has children 2i + 1 and 2i + 2.",
      zh:
        "按深度优先的次序分配了分数：它们是从根开始一层一层排列的，节点 i 的子节点是 2i + 1 和 2i + 2。",
    },
    variants: [preorder, inorder, postorder].flatMap((indices) =>
      treeMistake((logits) =>
        leaves(logits, { indexOf: indices(levelsOf(logits)) })
      )
    ),
  },
  {
    id: "children-counted-from-one",
    text: {
      en:
        "The children of node i are taken at 2i and 2i + 1, which is right only where the root is node 1: with the root at index 0 they are 2i + 1 and 2i + 2.",
      zh:
        "把节点 i 的子节点取成了 2i 和 2i + 1，那要求根的编号是 1：根的下标是 0 时，应为 2i + 1 和 2i + 2。",
    },
    // From 0 the indices of level l run from 0 to 2^l - 1.
    variants: treeMistake((logits) =>
      leaves(logits, { indexOf: (_level, place) => place })
    ),
  },
  {
    id: "one-logit-per-level",
    text: {
      en:
        "All nodes of a level decide by the same logit: every inner node has its own, and there are 2^l of them on level l.",
      zh:
        "同一层的节点都用了同一个分数：每个内部节点各有一个，第 l 层有 2^l 个。",
    },
    variants: [
      ...treeMistake((logits) => leaves(logits, { indexOf: (level) => level })),
      ...treeMistake((logits) =>
        leaves(logits, { indexOf: (level) => 2 ** level - 1 })
      ),
    ],
  },
  {
    id: "softmax-over-leaves",
    text: {
      en:
        "A softmax over all leaves is taken: each node shares its own weight between two children by σ, and the sum stays 1 by itself.",
      zh:
        "对所有叶子做了 softmax：每个节点用 σ 把自己的权重分给两个子节点，总和自然保持为 1。",
    },
    variants: treeMistake((logits) =>
      softmax(
        paths(logits).map((path) =>
          sum(path.map(({ logit, isRight }) => isRight ? logit : 0))
        ),
      )
    ),
  },
  {
    id: "greedy-descent",
    text: {
      en:
        "Only the likelier branch is followed, down to one leaf: a soft search goes both ways, and gives every leaf a weight.",
      zh:
        "每次只走概率较大的一边，最后只到一个叶子：软查找两边都走，每个叶子都有权重。",
    },
    variants: treeMistake((logits) =>
      leaves(logits, {
        share: (weight, s) => s >= 0 ? [0, weight] : [weight, 0],
      })
    ),
  },
  {
    id: "probabilities-added",
    text: {
      en:
        "The probabilities on the way are added or averaged: to reach a leaf every turn must be taken, so they multiply.",
      zh:
        "把沿途的概率相加或者取了平均：要到达一个叶子，每一步都得走对，所以要相乘。",
    },
    variants: [
      ...treeMistake((logits) =>
        paths(logits).map((path) =>
          sum(
            path.map(({ logit, isRight }) => sigmoid(isRight ? logit : -logit)),
          )
        )
      ),
      ...treeMistake((logits) =>
        paths(logits).map((path) =>
          sum(
            path.map(({ logit, isRight }) => sigmoid(isRight ? logit : -logit)),
          ) / path.length
        )
      ),
    ],
  },
  {
    id: "sigmoid-overflows",
    text: {
      en:
        "exp(s) / (1 + exp(s)) is Infinity / Infinity for a large logit, which is NaN: 1 / (1 + exp(-s)) is the same number and never fails.",
      zh:
        "分数很大时 exp(s) / (1 + exp(s)) 是 Infinity / Infinity，即 NaN：1 / (1 + exp(-s)) 是同一个数，却不会出错。",
    },
    variants: [
      ...treeMistake((logits) =>
        leaves(logits, {
          share: (w, s) => [w * (1 - exponential(s)), w * exponential(s)],
        })
      ),
      ...treeMistake((logits) =>
        leaves(logits, {
          share: (w, s) => [w * exponential(-s), w * exponential(s)],
        })
      ),
    ],
  },
  {
    id: "no-leaf-without-branch",
    text: {
      en:
        "Without branches no leaf is returned: a tree of 2^0 = 1 leaf has no inner node, and its leaf has weight 1.",
      zh:
        "没有分支时没有返回叶子：2^0 = 1 个叶子的树没有内部节点，这个叶子的权重是 1。",
    },
    variants: [[], [0]].flatMap((answer) =>
      treeMistake((logits) => logits.length === 0 ? answer : leaves(logits))
    ),
  },
];
