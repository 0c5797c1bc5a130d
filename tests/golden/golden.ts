/**
 * The golden cases: where they lie, what a case holds, what an adapter is, and
 * how its outputs are compared. ONNX's operators and PyTorch's layers share it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Tensor } from "./tensor.ts";

/** A tensor as it stands in a file; infinities are strings. */
export interface StoredTensor {
  /** The type of its entries, where the file says it. */
  dtype?: string;
  /** Its sizes. */
  dims: number[];
  /** Its entries, last index fastest. */
  data: (number | boolean | string)[];
}

/**
 * Attributes by name, as the file has them: an operator says of what type each
 * is.
 */
// deno-lint-ignore no-explicit-any
export type Attributes = Readonly<Record<string, any>>;

/** An operator's inputs in its order; those it may do without are undefined where they are left out. */
export type Inputs = readonly [
  Tensor,
  Tensor,
  Tensor,
  ...(Tensor | undefined)[],
];

/**
 * From an operator's inputs and attributes to its outputs in its order; what it
 * leaves unread makes the case fail.
 */
export type Adapter = (
  inputs: Inputs,
  given: Attributes,
) => readonly (Tensor | undefined)[];

/** One case of PyTorch. */
export interface TorchCase {
  /** Kind and number, such as `lstm_0`. */
  name: string;
  /** Learned parameters. */
  params: Record<string, StoredTensor>;
  /** Inputs. */
  inputs: Record<string, StoredTensor>;
  /** Outputs. */
  outputs: Record<string, StoredTensor>;
  /** Numbers of the layer, such as `heads`. */
  attributes: Record<string, number>;
}

/** One case of ONNX. */
export interface OnnxCase {
  /** Name of the backend test. */
  name: string;
  /** The operator. */
  op_type: string;
  /** Attributes that are given. */
  attributes: Attributes;
  /** Names of the inputs in the operator's order; "" where one is left out. */
  node_inputs: string[];
  /** Names of the outputs in the operator's order; "" where one is not asked for. */
  node_outputs: string[];
  /** Inputs by name. */
  inputs: Record<string, StoredTensor>;
  /** Outputs by name. */
  outputs: Record<string, StoredTensor>;
}

/**
 * PyTorch's cases: those in MNEME_GOLDEN, or beside the project, or the
 * project's own, which golden_torch.py made.
 */
export function readTorchCases(): TorchCase[] {
  const cases = unlessMissing(() => readCases(golden("torch.json"))) ??
    readCases(new URL("torch.json", import.meta.url));
  return cases as TorchCase[];
}

/** ONNX's cases of all files, none where the folder is not there. */
export function readOnnxCases(): OnnxCase[] {
  const files = unlessMissing(() => [...Deno.readDirSync(golden("onnx"))]) ??
    [];
  return files.map(({ name }) => name).sort()
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => readCases(golden(`onnx/${name}`)) as OnnxCase[]);
}

function readCases(file: string | URL): unknown[] {
  return JSON.parse(Deno.readTextFileSync(file)).cases;
}

/** A file or folder in MNEME_GOLDEN, or in the folder beside the project. */
function golden(path: string): string | URL {
  const folder = Deno.env.get("MNEME_GOLDEN");
  return folder === undefined
    ? new URL(`../../../shared/golden/${path}`, import.meta.url)
    : `${folder}/${path}`;
}

/** What a reading gives, or undefined where the file or folder is not there. */
function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A stored tensor as numbers. */
export function tensorFrom({ dims, data, dtype }: StoredTensor): Tensor {
  return new Tensor(dims, data.map(Number), dtype);
}

/** Values of which it is known whether they were read. */
class Watched<T extends object> {
  readonly #read = new Set<string | symbol>();
  readonly #values: T;
  /** The values; who reads one is noticed. */
  readonly values: T;

  constructor(values: T) {
    this.#values = values;
    this.values = new Proxy(values, {
      get: (target, name) => {
        this.#read.add(name);
        return Reflect.get(target, name);
      },
    });
  }

  /** Names of the values that are there and were not read. */
  unread(): string[] {
    return Object.entries(this.#values)
      .filter(([name, value]) => value !== undefined && !this.#read.has(name))
      .map(([name]) => name);
  }
}

/** Fails unless the adapter reads all of the case, and gives its outputs but for the tolerance. */
export function assertCase(
  adapter: Adapter,
  golden: OnnxCase,
  tolerance: number,
): void {
  const inputs = new Watched(
    golden.node_inputs.map((name) =>
      name === "" ? undefined : tensorFrom(golden.inputs[name])
    ),
  );
  const attributes = new Watched(golden.attributes);
  const outputs = adapter(
    inputs.values as unknown as Inputs,
    attributes.values,
  );
  assertEquals(inputs.unread(), [], "inputs that the adapter did not read");
  assertEquals(attributes.unread(), [], "attributes that it did not read");
  golden.node_outputs.forEach((name, i) => {
    if (name === "") return;
    assertTensor(outputs[i], tensorFrom(golden.outputs[name]), {
      tolerance,
      name,
    });
  });
}

/** Fails unless the tensors have one shape and their entries differ by at most the tolerance. */
function assertTensor(
  actual: Tensor | undefined,
  expected: Tensor,
  { tolerance, name }: { tolerance: number; name: string },
): void {
  assert(actual, `the adapter gives no ${name}`);
  assertEquals(actual.dims, expected.dims, `sizes of ${name}`);
  assertEquals(actual.data.length, expected.data.length, `data of ${name}`);
  expected.data.forEach((value, k) => {
    const got = actual.data[k];
    assert(
      got === value || Math.abs(got - value) <= tolerance, // infinities; false for NaN
      `${name}[${k}] is ${got}, expected ${value}`,
    );
  });
}
