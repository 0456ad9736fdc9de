/** Real servers, each on a free port and in a folder of its own, stopped by their process. */

/** A server that was started for a test. */
export interface Server {
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts `redis-server`, without persistence. */
export async function startRedis(): Promise<Server> {
  const folder = await Deno.makeTempDir({ prefix: "redis-" });
  const port = freePort();
  const options = { bind: "127.0.0.1", port, dir: folder, save: "", appendonly: "no" };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return await start({
    command: ["redis-server", ...args],
    ready: "Ready to accept connections",
    folder,
    url: `redis://127.0.0.1:${port}`,
  });
}

/** Starts PostgreSQL on a new cluster; as root, by the user `postgres`, since it refuses to run as root. */
export async function startPostgres(): Promise<Server> {
  const folder = await Deno.makeTempDir({ prefix: "postgres-" });
  const programs = await postgresPrograms();
  const asUser = Deno.uid() === 0
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    : [];
  if (asUser.length > 0) await run(["chown", "postgres:postgres", folder]);
  const data = `${folder}/data`;
  const initialize = [
    "initdb",
    "--username=postgres",
    "--auth=trust",
    "--no-sync",
    "--pgdata",
    data,
  ];
  await run([...asUser, `${programs}/${initialize[0]}`, ...initialize.slice(1)]);
  const port = freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    fsync: "off",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return await start({
    command: [...asUser, `${programs}/postgres`, "-D", data, ...options],
    ready: "ready to accept connections",
    folder,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    signal: "SIGINT", // a fast shutdown
  });
}

/** What to start, and how to know that it is there. */
interface Program {
  readonly command: readonly string[];
  /** What it prints when it is ready. */
  readonly ready: string;
  readonly folder: string;
  readonly url: string;
  readonly signal?: Deno.Signal;
}

async function start(
  { command, ready, folder, url, signal = "SIGTERM" }: Program,
): Promise<Server> {
  const [program, ...args] = command;
  const log = `${folder}/log`;
  // Both streams into one file: PostgreSQL prints to the second, Redis to the first.
  const child = new Deno.Command("sh", {
    args: ["-c", 'log=$1; shift; exec "$@" >"$log" 2>&1', "sh", log, program!, ...args],
    stdin: "null",
  }).spawn();
  let hasEnded = false;
  const ended = child.status.then(() => hasEnded = true);
  while (!(await Deno.readTextFile(log).catch(() => "")).includes(ready)) {
    if (hasEnded) throw new Error(`Cannot start ${program}:\n${await Deno.readTextFile(log)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill(signal);
      await ended;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** A port that was free a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Debian keeps the programs of each version in a folder of its own. */
async function postgresPrograms(): Promise<string> {
  const base = "/usr/lib/postgresql";
  const versions = await Array.fromAsync(Deno.readDir(base), ({ name }) => Number(name));
  return `${base}/${Math.max(...versions)}/bin`;
}

async function run(command: readonly string[]): Promise<void> {
  const [program, ...args] = command;
  const { code, stderr } = await new Deno.Command(program!, { args, stdout: "null" }).output();
  if (code !== 0) {
    throw new Error(`Cannot run ${command.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
}
