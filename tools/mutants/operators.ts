/**
 * The mistakes that mutants have: each operator says how one node of a program
 * may be changed.
 *
 * @module
 */

import type { Node } from "./syntax.ts";

/** A piece of source, from `start` to `end`, and the text to put in its place. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The edits that an operator makes of a node; most nodes are not its business. */
type Operator = (node: Node) => Edit[];

type Replacements = Readonly<Record<string, string[]>>;

const ARITHMETIC: Replacements = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/", "+"],
  "/": ["*", "-"],
  "**": ["*"],
  "%": ["*"],
  "+=": ["-=", "="],
  "-=": ["+=", "="],
  "*=": ["/=", "+="],
  "/=": ["*=", "-="],
  "&&": ["||"],
  "||": ["&&"],
};

const COMPARISONS: Replacements = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!==", "<=", ">="],
  "!==": ["===", "<", ">"],
};

/** Methods, and what may be asked of the list instead; "" is the list itself. */
const METHODS: Replacements = {
  toReversed: ["", "reverse"],
  toSorted: ["", "sort"],
  toSpliced: ["", "splice"],
  reverse: [""],
  slice: [""],
  with: [""],
};

const ROUNDING = ["floor", "ceil", "round"];
const EXTREMES = ["max", "min"];

/** All operators by the name that a report gives them. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  operator: (node) => changeOperator(node, ARITHMETIC),
  comparison: (node) => changeOperator(node, COMPARISONS),
  sign: changeSign,
  constant: changeConstant,
  word: changeWord,
  index: changeIndex,
  term: dropTerm,
  elements: changeElements,
  arguments: swapArguments,
  parameter: mistakeParameter,
  "loop bound": changeLoop,
  condition: decideCondition,
  statement: dropStatement,
  call: changeCall,
};

function replace(node: Node, ...texts: string[]): Edit[] {
  const { start, end } = node.syntax;
  return texts.filter((text) => text !== node.text)
    .map((text) => ({ start, end, text }));
}

function changeOperator(node: Node, instead: Replacements): Edit[] {
  if (!node.is("BinaryExpression")) return [];
  const operator = node.part("operatorToken");
  return replace(operator, ...instead[operator.text] ?? []);
}

function changeSign(node: Node): Edit[] {
  if (node.is("PostfixUnaryExpression")) {
    const other = node.text.endsWith("++") ? "--" : "++";
    return replace(node, node.part("operand").text + other);
  }
  return node.is("PrefixUnaryExpression") && /^[-!](?!-)/.test(node.text)
    ? replace(node, node.part("operand").text)
    : [];
}

/** Numbers one more, one less and 0; the other truth. */
function changeConstant(node: Node): Edit[] {
  if (node.is("TrueKeyword")) return replace(node, "false");
  if (node.is("FalseKeyword")) return replace(node, "true");
  if (!node.is("NumericLiteral")) return [];
  const value = Number(node.text);
  const others = new Set([value + 1, value - 1, 0]);
  others.delete(value);
  // Two signs in a row would be another operator.
  const isSigned = node.parent!.is("PrefixUnaryExpression");
  const write = (x: number) => x < 0 && isSigned ? `(${x})` : `${x}`;
  return replace(node, ...[...others].map(write));
}

/** Another word of the same function. */
function changeWord(node: Node): Edit[] {
  if (!node.is("StringLiteral")) return [];
  const words = node.topLevel.part("body").descendants
    .filter((other) => other.is("StringLiteral"));
  return replace(node, ...new Set(words.map(({ text }) => text)));
}

function changeIndex(node: Node): Edit[] {
  if (!node.is("ElementAccessExpression")) return [];
  const index = node.part("argumentExpression");
  // A number is a constant already.
  return index.is("NumericLiteral")
    ? []
    : replace(index, `${index.text} + 1`, `${index.text} - 1`);
}

function dropTerm(node: Node): Edit[] {
  if (!node.is("BinaryExpression")) return [];
  const [left, right] = [node.part("left").text, node.part("right").text];
  switch (node.part("operatorToken").text) {
    case "+":
    case "*":
    case "&&":
    case "||":
      return replace(node, left, right);
    case "-":
      return replace(node, left, `(0 - ${right})`);
    case "/":
      return replace(node, left, ...left === "1" ? [] : [`(1 / ${right})`]);
    case "**":
    case "%":
      return replace(node, left);
  }
  return [];
}

/** A list that lacks an item, or has two exchanged. */
function changeElements(node: Node): Edit[] {
  if (!node.is("ArrayLiteralExpression")) return [];
  const texts = node.all("elements").map(({ text }) => text);
  if (texts.length < 2) return [];
  const lists = [
    ...texts.map((_, i) => texts.toSpliced(i, 1)),
    ...swappings(texts),
  ];
  return replace(node, ...lists.map((list) => `[${list.join(", ")}]`));
}

function swapArguments(node: Node): Edit[] {
  if (!node.is("CallExpression")) return [];
  const given = node.all("arguments");
  const called = node.part("expression").text;
  // A function in a number's place says nothing about the checks, and max and min do not know an order.
  if (given.some((each) => each.is("ArrowFunction"))) return [];
  if (EXTREMES.some((name) => called === `Math.${name}`)) return [];
  return replace(
    node,
    ...swappings(given.map(({ text }) => text))
      .map((list) => `${called}(${list.join(", ")})`),
  );
}

/** The list with one item and the next exchanged, in every way that changes it. */
function swappings(texts: string[]): string[][] {
  return texts.slice(1).flatMap((next, i) =>
    next === texts[i] ? [] : [texts.with(i, next).with(i + 1, texts[i])]
  );
}

/** Another parameter of the same type. */
function mistakeParameter(node: Node): Edit[] {
  if (!node.is("Identifier") || !isRead(node)) return [];
  const parameters = node.topLevel.all("parameters")
    .map((each) => [each.part("name").text, each.part("type")?.text]);
  const own = parameters.find(([name]) => name === node.text);
  if (own === undefined) return [];
  const alike = parameters.filter(([_, type]) => type === own[1]);
  return replace(node, ...alike.map(([name]) => name));
}

/** True where a name stands for its value, and nothing but the name. */
function isRead(node: Node): boolean {
  const { parent } = node;
  return !parent!.is("Parameter", "ShorthandPropertyAssignment") &&
    parent!.all("name")[0] !== node;
}

/** A loop that misses the first or the last, or does not run; comparisons and constants see to the rest. */
function changeLoop(node: Node): Edit[] {
  if (node.is("ForOfStatement")) {
    const list = node.part("expression");
    return replace(list, `${list.text}.slice(1)`, `${list.text}.slice(0, -1)`);
  }
  if (node.is("WhileStatement")) {
    return replace(node.part("expression"), "false");
  }
  return node.is("ForStatement") && node.all("condition").length > 0
    ? replace(node.part("condition"), "false")
    : [];
}

function decideCondition(node: Node): Edit[] {
  if (node.is("IfStatement")) {
    return replace(node.part("expression"), "true", "false");
  }
  return node.is("ConditionalExpression")
    ? replace(node, node.part("whenTrue").text, node.part("whenFalse").text)
    : [];
}

function dropStatement(node: Node): Edit[] {
  if (!node.is("ExpressionStatement", "ContinueStatement")) return [];
  // A loop or a condition needs something to govern.
  return replace(node, node.parent!.is("Block") ? "" : ";");
}

/** Another rounding or extreme, one of its arguments alone, or the list that a method was asked of. */
function changeCall(node: Node): Edit[] {
  if (!node.is("CallExpression")) return [];
  const called = node.part("expression");
  const texts = node.all("arguments").map(({ text }) => text);
  const rest = `(${texts.join(", ")})`;
  const math = called.text.replace(/^Math\./, "");
  const others = [ROUNDING, EXTREMES].find((names) => names.includes(math));
  const renamed = (others ?? []).map((name) => `Math.${name}${rest}`);
  if (others === EXTREMES && texts.length > 1) {
    return replace(node, ...renamed, ...texts);
  }
  if (called.is("PropertyAccessExpression") && math === called.text) {
    const list = called.part("expression").text;
    const instead = METHODS[called.part("name").text] ?? [];
    return replace(
      node,
      ...instead.map((name) => list + (name && `.${name}${rest}`)),
    );
  }
  const isPlain = texts.length === 1 && !texts[0].startsWith("...");
  return replace(node, ...renamed, ...isPlain ? texts : []);
}
