/** The sandbox's command, run as its users do. */
import { root } from "../../scripts/project.ts";

/** What a command that has ended left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The arguments of Deno that run it. */
export const COMMAND: readonly string[] = ["run", "--allow-net", `${root}src/sandbox/cli.ts`];

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
  /** Everything that it has printed until the text appears, which may be in the future. */
  printed(text: string): Promise<string>;
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
  const output = new Output(child.stdout);
  const welcome = await output.until("Ctrl+C");
  const environment = Object.fromEntries(
    [...welcome.matchAll(/^export (\w+)=('?)(.+)\2$/gm)].map((
      [, name, , value],
    ) => [name!, value!]),
  );
  const { origin, port } = new URL(environment.DING_BASE_URL!);
  let ended: Promise<number> | undefined;
  function stop(signal: "SIGINT" | "SIGTERM"): Promise<number> {
    return ended ??= (async () => {
      child.kill(signal);
      await output.drained;
      return (await child.status).code;
    })();
  }
  return {
    environment,
    origin,
    port: Number(port),
    printed: (text) => output.until(text),
    stop,
    [Symbol.asyncDispose]: async () => void await stop("SIGTERM"),
  };
}

/** Reads what a command prints all the time, since a full pipe would stop it. */
class Output {
  /** Resolves when the command has closed it. */
  readonly drained: Promise<void>;
  #text = "";
  #isComplete = false;
  #grown = Promise.withResolvers<void>();

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.drained = this.#read(stream);
  }

  async until(text: string): Promise<string> {
    while (!this.#text.includes(text)) {
      if (this.#isComplete) {
        throw new Error(`Cannot find ${text} in what was printed: ${this.#text}`);
      }
      await this.#grown.promise;
    }
    return this.#text;
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) this.#grow(chunk);
    this.#isComplete = true;
    this.#grow("");
  }

  #grow(chunk: string): void {
    this.#text += chunk;
    this.#grown.resolve();
    this.#grown = Promise.withResolvers();
  }
}
