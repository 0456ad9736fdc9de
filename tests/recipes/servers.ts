/** Servers other than Node's own that recipes run on. */
import { spawn } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { listen, type Running, tool } from "./support.ts";

/** How to run a Worker. */
export interface WorkerOptions {
  readonly main: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags?: readonly string[];
  /** Variables and secrets. */
  readonly bindings: Readonly<Record<string, string | undefined>>;
}

/** Bundles a Worker and runs it in workerd. */
export async function startWorker(options: WorkerOptions): Promise<Running> {
  const { build } = await import("esbuild");
  const bundle = `${options.main}.bundle.js`;
  await build({
    entryPoints: [options.main],
    outfile: bundle,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker"],
    external: ["node:*", "cloudflare:*"],
    logLevel: "warning",
  });
  await writeFile("workerd.capnp", configuration(options, bundle));
  const child = spawn(tool("workerd/bin/workerd"), ["serve", "workerd.capnp", "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const line = await lineWith(child.stdio[3] as Readable, /"event":"listen"/);
  return {
    url: `http://127.0.0.1:${JSON.parse(line).port}`,
    close: () => {
      child.kill();
      return ended;
    },
  };
}

function configuration(options: WorkerOptions, bundle: string): string {
  const { compatibilityDate, compatibilityFlags = [], bindings } = options;
  const quote = JSON.stringify;
  const variables = Object.entries(bindings).map(([name, value]) =>
    `(name = ${quote(name)}, text = ${quote(value)})`
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  compatibilityDate = ${quote(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map((flag) => quote(flag)).join(", ")}],
  bindings = [${variables.join(", ")}],
  modules = [(name = "main.js", esModule = embed ${quote(bundle)})],
);
`;
}

/** Runs a module with Bun, which serves its default export. */
export function startBun(main: string): Promise<Running> {
  return startCommand(tool("bun/bin/bun.exe"), [main]);
}

/** Runs a module of these arguments with a Node of this version. It prints its address. */
export function startNode(version: "20" | "22", args: readonly string[]): Promise<Running> {
  return startCommand(tool(`node-${version}/bin/node`), args);
}

/** Runs `deno serve` with these arguments. */
export function startDeno(args: readonly string[]): Promise<Running> {
  const own = ["--no-prompt", "--host=127.0.0.1", "--port=0"];
  return startCommand(process.env.RECIPES_DENO!, ["serve", ...own, ...args]);
}

/** Runs a program that prints its address, on either stream, once it listens on the port `PORT`. */
async function startCommand(command: string, args: readonly string[]): Promise<Running> {
  const child = spawn(command, args, {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const output = new PassThrough();
  for (const stream of [child.stdout, child.stderr]) stream.pipe(output, { end: false });
  child.on("close", () => output.end());
  const line = await lineWith(output, /http:\/\/\S+:\d+/);
  return {
    url: `http://127.0.0.1:${/:(\d+)/.exec(line.slice(line.indexOf("//")))![1]}`,
    close: () => {
      child.kill();
      return ended;
    },
  };
}

/** The first line that matches; the rest is read and dropped. */
function lineWith(stream: Readable, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const line = text.split("\n").slice(0, -1).find((line) => pattern.test(line));
      if (line !== undefined) resolve(line);
    });
    stream.on("end", () => reject(new Error(`the server ended before it listened: ${text}`)));
  });
}

/** The folder of the app that `startNext` builds. */
export const SITE = "site";

/** Builds an app of Next from these files alone, as in an empty folder, types included; and serves it. */
export async function startNext(files: readonly string[]): Promise<Running> {
  for (const file of files) await cp(file, `${SITE}/${file}`, { recursive: true });
  const cli = fileURLToPath(import.meta.resolve("next/dist/bin/next"));
  const build = spawn(process.execPath, [cli, "build"], { cwd: SITE, stdio: "pipe" });
  const output = text(build.stdout);
  build.stderr.pipe(process.stderr);
  const code = await new Promise((resolve) => build.on("exit", resolve));
  if (code !== 0) throw new Error(`next build: exit code ${code}\n${await output}`);
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: join(process.cwd(), SITE) });
  await app.prepare();
  const handle = app.getRequestHandler();
  const { url, close } = await listen(createServer((req, res) => void handle(req, res)));
  return {
    url,
    async close() {
      await close();
      await app.close();
    },
  };
}
