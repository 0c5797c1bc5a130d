/** The part of `deno doc --json` (version 2) that the gate reads. */
export interface DocOutput {
  nodes: Record<string, { symbols: DocSymbol[] }>;
}

/** An exported name; an overloaded function has several declarations. */
export interface DocSymbol {
  name: string;
  declarations: DocDeclaration[];
}

interface DocDeclaration {
  kind: string;
  location: { filename: string; line: number };
  jsDoc?: { doc?: string; tags?: DocTag[] };
  def?: { params?: DocParameter[]; returnType?: DocType };
}

/** `deno doc` does not know `@source`: such a tag's text is all in `value`. */
interface DocTag {
  kind: string;
  name?: string;
  doc?: string;
  value?: string;
}

/** A destructured parameter has no name, one with a default has it on its left side. */
interface DocParameter {
  kind: string;
  name?: string;
  left?: DocParameter;
  arg?: DocParameter;
}

interface DocType {
  kind?: string;
  repr?: string;
  value?: { typeName?: string; typeParams?: DocType[] } | string;
}

/**
 * What the docstrings of exported symbols lack, one line each.
 *
 * @param doc The output of `deno doc --json`.
 */
export function findDocViolations(doc: DocOutput): string[] {
  return Object.values(doc.nodes).flatMap(({ symbols }) =>
    symbols.flatMap(({ name, declarations }) =>
      declarations.flatMap((declaration) => {
        const { filename, line } = declaration.location;
        return findLacks(declaration)
          .map((lack) => `${filename}:${line}: ${name} ${lack}`);
      })
    )
  );
}

function findLacks({ kind, jsDoc, def }: DocDeclaration): string[] {
  const lacks: string[] = [];
  const lack = (condition: boolean, what: string) => {
    if (condition) lacks.push(what);
  };
  lack(!jsDoc?.doc?.trim(), "has no description");
  if (kind !== "function" && kind !== "class") return lacks;
  const tags = jsDoc?.tags ?? [];
  lack(
    !tags.some(({ value }) => /^@source\s+\S/.test(value ?? "")),
    "has no @source",
  );
  const examples = tags.filter((tag) => tag.kind === "example");
  lack(examples.length === 0, "has no @example");
  for (const { doc = "" } of examples) {
    const [title] = doc.split("\n");
    lack(
      title.trim() === "" || title.startsWith("```"),
      "has an @example without a title",
    );
    lack(!/^```ts$/m.test(doc), "has an @example without ```ts code");
  }
  if (kind !== "function") return lacks;
  const described = tags.filter((tag) => tag.kind === "param");
  lack(
    described.some(({ doc }) => !doc?.trim()),
    "has a @param without a description",
  );
  (def?.params ?? []).forEach((parameter, position) => {
    const name = nameOf(parameter);
    const tag = described[position];
    lack(
      !tag || name !== undefined && tag.name !== name,
      `has no @param for ${name ?? "the destructured parameter"} in place ${
        position + 1
      }`,
    );
  });
  lack(
    described.length > (def?.params ?? []).length,
    "has a @param without a parameter",
  );
  const returns = tags.find((tag) => tag.kind === "return");
  lack(
    !returnsNothing(def?.returnType) && !returns?.doc?.trim(),
    "has no @returns",
  );
  return lacks;
}

function nameOf(parameter: DocParameter): string | undefined {
  const { name, left, arg } = parameter;
  return name ?? (left ? nameOf(left) : arg && nameOf(arg));
}

function returnsNothing(type?: DocType): boolean {
  if (type?.kind === "keyword") return ["void", "never"].includes(type.repr!);
  if (type?.kind === "typePredicate") return true;
  const { value } = type ?? {};
  return typeof value === "object" && value.typeName === "Promise" &&
    returnsNothing(value.typeParams?.[0]);
}
