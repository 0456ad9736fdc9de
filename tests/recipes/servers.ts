/** Servers other than Node's own that recipes run on. */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import type { Readable } from "node:stream";
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
  const text = JSON.stringify;
  const variables = Object.entries(bindings).map(([name, value]) =>
    `(name = ${text(name)}, text = ${text(value)})`
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
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map((flag) => text(flag)).join(", ")}],
  bindings = [${variables.join(", ")}],
  modules = [(name = "main.js", esModule = embed ${text(bundle)})],
);
`;
}

/** Runs a module with Bun, which serves its default export. */
export async function startBun(main: string): Promise<Running> {
  const child = spawn(tool("bun/bin/bun.exe"), [main], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const line = await lineWith(child.stdout, /http:\/\/\S+/);
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

/** Builds an app of Next in this folder, and serves it. */
export async function startNext(): Promise<Running> {
  // The app has no `node_modules` of its own, and its types have been checked with the page's.
  const config = { turbopack: { root: "ROOT" }, typescript: { ignoreBuildErrors: true } };
  const root = new URL("..", import.meta.url).pathname;
  const text = JSON.stringify(config).replace("ROOT", root);
  await writeFile("next.config.mjs", `export default ${text};`);
  const args = ["../node_modules/next/dist/bin/next", "build"];
  const build = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve) => build.on("exit", resolve));
  if (code !== 0) throw new Error(`next build: exit code ${code}`);
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: process.cwd() });
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
