/** The sandbox's command, run as its users do. */
import { root } from "../../scripts/project.ts";

/** What a command that has ended left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const COMMAND = ["run", "--allow-net", `${root}src/sandbox/cli.ts`];

/** Runs the command to its end. */
export async function runCommand(args: readonly string[]): Promise<Ended> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...COMMAND, ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A command that listens, until it is disposed of. */
export interface Listening extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly port: number;
  /** Ends it, and returns its exit code. */
  stop(signal: "SIGINT" | "SIGTERM"): Promise<number>;
}

/** Starts the command, on a free port unless one is named, and reads the environment that it prints. */
export async function startCommand(args: readonly string[] = [], wanted = 0): Promise<Listening> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...COMMAND, ...args, "--port", String(wanted)],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let printed = "";
  while (!printed.includes("Ctrl+C")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`Cannot start the sandbox: ${printed}`);
    printed += value;
  }
  const environment = Object.fromEntries(
    [...printed.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name, value]) => [name!, value!]),
  );
  const { origin, port } = new URL(environment.DING_BASE_URL!);
  let ended: Promise<number> | undefined;
  function stop(signal: "SIGINT" | "SIGTERM"): Promise<number> {
    return ended ??= (async () => {
      child.kill(signal);
      await reader.cancel();
      return (await child.status).code;
    })();
  }
  return {
    environment,
    origin,
    port: Number(port),
    stop,
    [Symbol.asyncDispose]: async () => void await stop("SIGTERM"),
  };
}
