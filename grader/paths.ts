import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT: string = fileURLToPath(new URL("../", import.meta.url));

/** A path as the user wrote it, from where the user stands: `deno task` runs in the project's folder and keeps theirs in INIT_CWD. */
export function fromUser(path: string): string {
  return isAbsolute(path) ? path : join(userFolder(), path);
}

/** Where the user stands. */
export function userFolder(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}
