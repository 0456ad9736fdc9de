/** The first call of a process: what counts on serverless. */
import type { Contender, Rounds } from "./contender.ts";
import { interleave } from "./rounds.ts";

/** Measures the milliseconds from the start of a process to the result of its first call. */
export function measureFirstCalls(
  command: readonly string[],
  programs: Readonly<Record<Contender, string>>,
  rounds: number,
): Promise<Rounds> {
  return interleave(rounds, (contender) => measureProcess([...command, programs[contender]]));
}

async function measureProcess([program, ...args]: readonly string[]): Promise<number> {
  const start = performance.now();
  await using child = new Deno.Command(program!, { args, stdin: "null", stdout: "piped" }).spawn();
  let printed = "";
  let end = start;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    end = performance.now();
    printed += chunk;
    // How a process ends is not measured, so it need not be waited for.
    if (printed.endsWith("\n")) break;
  }
  if (printed.trim() !== "success") throw new Error(`Cannot measure ${args.at(-1)}: ${printed}`);
  return end - start;
}
