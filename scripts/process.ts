/** Running other programs. */

/** How to run a program. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

/** The result of a program. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command `npm`. */
export const npm: string = Deno.build.os === "windows" ? "npm.cmd" : "npm";

/** Runs a program whose output goes to ours; throws when it fails. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<void> {
  const [program, ...args] = command;
  const { code } = await new Deno.Command(program!, { args, ...options }).spawn().status;
  if (code !== 0) throw new Error(`Cannot run ${command.join(" ")}: exit code ${code}`);
}

/** Runs a program and returns its output. */
export async function capture(
  command: readonly string[],
  options: RunOptions = {},
): Promise<Ended> {
  const [program, ...args] = command;
  const { code, stdout, stderr } = await new Deno.Command(program!, { args, ...options }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Runs a program and returns its standard output; throws, with all its output, when it fails. */
export async function output(
  command: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await capture(command, options);
  if (code === 0) return stdout;
  throw new Error(`Cannot run ${command.join(" ")}: exit code ${code}\n${stdout}${stderr}`);
}
