// grader/box/wire.ts
var { stringify } = JSON;
var { isArray } = Array;
var { is: same, keys: ownKeys } = Object;
var { isFinite, isInteger } = Number;
var { apply } = Reflect;
var { isView } = ArrayBuffer;
var toText = Object.prototype.toString;
var typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
var LIMITS = {
  /** Arrays and objects inside one another. */
  depth: 64,
  /** Numbers, strings, arrays and objects in all. */
  nodes: 4e6,
  /** Characters of the encoded text; the reader's limit for a line is higher. */
  characters: 75e5
};
var Unsendable = class extends Error {
  reason;
  name;
  constructor(reason) {
    super(reason), this.reason = reason, this.name = "Unsendable";
  }
};
function encode(value, sendFunction) {
  const budget = {
    nodes: LIMITS.nodes,
    characters: LIMITS.characters
  };
  const spend = (text) => {
    budget.nodes -= 1;
    budget.characters -= text.length;
    if (budget.nodes < 0 || budget.characters < 0) throw new Unsendable("size");
    return text;
  };
  const list = (length, item, depth) => {
    let text = spend("[");
    for (let i = 0; i < length; i++) {
      text += (i === 0 ? "" : ",") + encodeAt(item(i), depth + 1);
    }
    return text + "]";
  };
  const tagged = (tag, rest = "") => spend(`{"$":"${tag}"${rest}}`);
  const encodeObject = (object, depth) => {
    if (isArray(object)) return list(object.length, (i) => object[i], depth);
    if (isView(object)) {
      const name = apply(typedArrayName, object, []);
      return name === void 0 || name[0] === "B" ? foreign(name ?? "DataView") : `{"$":"typed","v":${list(object.length, (i) => object[i], depth)}}`;
    }
    if (isMatrix(object)) {
      const { rows, columns } = object;
      return `{"$":"matrix","v":${list(rows, (i) => {
        const row = [];
        for (let j = 0; j < columns; j++) row[j] = object.get(i, j);
        return row;
      }, depth)}}`;
    }
    const tag = apply(toText, object, []);
    if (tag !== "[object Object]") return foreign(tag.slice(8, -1));
    const keys = ownKeys(object);
    return `{"$":"object","v":${list(keys.length, (i) => [
      keys[i],
      object[keys[i]]
    ], depth)}}`;
  };
  const foreign = (type) => tagged("foreign", `,"type":${stringify(type)}`);
  const encodeAt = (item, depth) => {
    if (depth > LIMITS.depth) throw new Unsendable("depth");
    switch (typeof item) {
      case "number":
        return isFinite(item) ? spend(same(item, -0) ? "-0" : `${item}`) : tagged(`${item}`);
      case "string":
        return spend(stringify(item));
      case "boolean":
        return spend(`${item}`);
      case "undefined":
        return tagged("undefined");
      case "object":
        return item === null ? spend("null") : encodeObject(item, depth);
      case "function":
        return sendFunction ? tagged("function", `,"v":${sendFunction(item)}`) : foreign("function");
      default:
        return foreign(typeof item);
    }
  };
  return encodeAt(value, 0);
}
function isMatrix(object) {
  const { klass, rows, columns, get } = object;
  return klass === "Matrix" && isInteger(rows) && isInteger(columns) && typeof get === "function";
}

// grader/box/runner/runner.ts
var { parse, stringify: stringify2 } = JSON;
var { keys: ownKeys2 } = Object;
var { apply: apply2 } = Reflect;
var { createObjectURL } = URL;
var PlainBlob = Blob;
var readSync = Deno.stdin.readSync.bind(Deno.stdin);
var writeSync = Deno.stdout.writeSync.bind(Deno.stdout);
var toBytes = TextEncoder.prototype.encode.bind(new TextEncoder());
var toText2 = TextDecoder.prototype.decode.bind(new TextDecoder());
var exit = Deno.exit.bind(Deno);
var blobPosition = /blob:[^\s)]*?:(\d+):(\d+)/;
var matchPosition = RegExp.prototype.exec.bind(blobPosition);
var pending = 0;
var exported = {};
function send(fields) {
  const bytes = toBytes(`{"id":${pending},${fields}}
`);
  for (let sent = 0; sent < bytes.length; ) {
    sent += writeSync(bytes.subarray(sent));
  }
}
var chunk = new Uint8Array(65536);
var unread = "";
function receive() {
  let end = unread.indexOf("\n");
  while (end === -1) {
    const size = readSync(chunk);
    if (size === null) exit(0);
    unread += toText2(chunk.subarray(0, size), {
      stream: true
    });
    end = unread.indexOf("\n");
  }
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return parse(line);
}
function decode(value) {
  if (value === null || typeof value !== "object") return value;
  if (value.$ === void 0) {
    for (let i = 0; i < value.length; i++) value[i] = decode(value[i]);
    return value;
  }
  switch (value.$) {
    case "object": {
      const object = {};
      for (let i = 0; i < value.v.length; i++) {
        object[value.v[i][0]] = decode(value.v[i][1]);
      }
      return object;
    }
    case "function":
      return (...inputs) => callBack(value.v, inputs);
    case "undefined":
      return void 0;
    default:
      return +value.$;
  }
}
function callBack(callee, inputs) {
  send(`"callback":${callee},"args":${encode(inputs)}`);
  return decode(receive().value);
}
function describe(error) {
  let name = "Error", message = "", line = 0, column = 0;
  try {
    if (typeof error === "object" && error !== null) {
      const { name: ownName, message: ownMessage, stack } = error;
      name = `${ownName}`;
      message = `${ownMessage}`;
      const position = matchPosition(`${stack}`) ?? matchPosition(message);
      if (position) [line, column] = [
        +position[1],
        +position[2]
      ];
    } else {
      name = typeof error;
      message = `${error}`;
    }
  } catch {
  }
  return `"error":{"name":${stringify2(name.slice(0, 100))},"message":${stringify2(message.slice(0, 2e3))},"line":${line},"column":${column}}`;
}
function report(error) {
  let todo = "";
  try {
    const { name, task } = error;
    if (name === "TodoError") todo = `${task}`.slice(0, 40);
  } catch {
  }
  send(todo === "" ? describe(error) : `"todo":${stringify2(todo)}`);
}
async function load(code) {
  const url = createObjectURL(new PlainBlob([
    code
  ], {
    type: "application/typescript"
  }));
  exported = await import(url);
  const names = ownKeys2(exported);
  const kinds = [];
  for (let i = 0; i < names.length; i++) {
    kinds[i] = [
      names[i],
      typeof exported[names[i]]
    ];
  }
  send(`"ok":${encode(kinds)}`);
}
async function call(name, sent) {
  const args = decode(sent);
  const answer = await apply2(exported[name], void 0, args);
  let text;
  try {
    text = `"ok":${encode(answer)},"args":${encode(args)}`;
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    text = `"refused":"${error.reason}"`;
  }
  send(text);
}
async function serve() {
  for (; ; ) {
    const request = receive();
    pending = request.id;
    try {
      if (request.op === "load") await load(request.code);
      else await call(request.fn, request.args);
    } catch (error) {
      report(error);
    }
    pending = 0;
  }
}
for (const method of ownKeys2(console)) {
  const known = console;
  if (typeof known[method] === "function") known[method] = () => {
  };
}
addEventListener("unhandledrejection", (event) => event.preventDefault());
addEventListener("error", (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (pending === 0) return;
  event.preventDefault();
  send(`"unsettled":true`);
  pending = 0;
  serve();
});
send(`"ok":"ready"`);
serve();
