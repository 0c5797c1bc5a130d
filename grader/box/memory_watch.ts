/** The most memory a box may hold where the kernel does not limit it, in bytes. */
export const MAXIMUM_MEMORY = 1024 ** 3;

// A bomb of typed arrays grows by about 2 GB a second.
const INTERVAL = 100;

/**
 * Looks at a process's memory again and again.
 *
 * @param pid The process.
 * @param exceeded Called once, when it holds more than {@linkcode MAXIMUM_MEMORY}.
 * @returns Stops watching.
 */
export function watchMemory(pid: number, exceeded: () => void): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    const bytes = await residentMemory(pid);
    busy = false;
    if (bytes > MAXIMUM_MEMORY) {
      clearInterval(timer);
      exceeded();
    }
  }, INTERVAL);
  return () => clearInterval(timer);
}

/** The resident memory of a process in bytes; 0 when it cannot be known, as when the process is gone. */
export async function residentMemory(pid: number): Promise<number> {
  const [program, ...args] = question(pid);
  try {
    const { stdout } = await new Deno.Command(program, { args, stderr: "null" })
      .output();
    const text = new TextDecoder().decode(stdout);
    return 1024 * Number(ANSWER.exec(text)?.[1].replace(/\D/g, "") ?? 0);
  } catch {
    return 0;
  }
}

/** The program that tells a process's memory, if it is missing here: boxes are then not watched. */
export async function missingMeter(): Promise<string | undefined> {
  const [program] = question(Deno.pid);
  return await residentMemory(Deno.pid) > 0 ? undefined : program;
}

// By full paths, since this form must work where PATH holds nothing but Deno;
// and by other programs, since Deno reads /proc only with all permissions.
function question(pid: number): string[] {
  switch (Deno.build.os) {
    case "linux":
      return ["/bin/cat", `/proc/${pid}/status`];
    case "windows":
      return ["tasklist", "/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"];
    default:
      return ["/bin/ps", "-o", "rss=", "-p", `${pid}`];
  }
}

/** The kibibytes in the answer of each of the three programs. */
const ANSWER = /(?:VmRSS:\s*|^\s*|,")([\d,.]+)(?: kB$| K"|\s*$)/m;
