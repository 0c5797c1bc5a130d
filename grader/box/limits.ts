import {
  boxVariables,
  DENO,
  denoArguments,
  FINAL,
  findProgram,
  type Launcher,
  temporaryDenoDir,
} from "./launcher.ts";

// A descriptor left open by a CI tool could be adopted and written to from
// inside (net.Socket takes any number), so none above standard error survives.
const CLOSE_DESCRIPTORS = `
for path in /proc/self/fd/*; do
  fd=\${path##*/}
  if ((fd > 2)); then eval "exec $fd>&-"; fi
done
exec "$@"`;

// --data bounds what lies outside V8's heap too (512 MiB of it is V8's code
// range), where RLIMIT_AS would be useless: V8 reserves 36 GB of addresses.
// --fsize=0 makes localStorage and the Cache API fail instead of filling a disk.
const LIMITS = [
  "--data=1073741824",
  "--fsize=0",
  "--core=0",
  "--nofile=128",
  "--cpu=300",
];

/** The programs that set the kernel's limits, by name. */
export const LIMIT_PROGRAMS = ["bash", "env", "setpriv", "prlimit"] as const;

/**
 * Puts the kernel's limits before a command: closed descriptors, death with
 * the grader, no new privileges, an empty environment, bounded resources.
 *
 * @param limits Options of prlimit.
 * @param variables The command's environment.
 * @param command The command with its arguments.
 */
export function withLimits(
  command: string[],
  variables: Record<string, string>,
  limits: string[] = LIMITS,
): { program: string; args: string[] } {
  const [bash, env, setpriv, prlimit] = LIMIT_PROGRAMS.map((name) =>
    findProgram(name) ?? name
  );
  const assignments = Object.entries(variables).map(([name, value]) =>
    `${name}=${value}`
  );
  return {
    program: bash,
    args: [
      "-c",
      CLOSE_DESCRIPTORS,
      "box",
      ...[setpriv, "--pdeathsig", "KILL", "--no-new-privs"],
      ...[env, "--ignore-signal=XFSZ", "-i", ...assignments],
      ...[prlimit, ...limits],
      ...command,
    ],
  };
}

/** Boxes held by the kernel's limits, without namespaces. */
export function limitsLauncher(): Launcher {
  return {
    form: "limits",
    command: (entry) => {
      const { path, remove } = temporaryDenoDir();
      return {
        ...withLimits(
          [DENO, ...denoArguments(FINAL, entry)],
          boxVariables(path),
        ),
        env: {},
        cwd: path,
        dispose: remove,
      };
    },
  };
}
