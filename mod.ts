export * from "./lib/core/mod.ts";
export * from "./lib/attention/mod.ts";
