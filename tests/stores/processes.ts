/** Two processes that count in one store. */
import { assertEquals } from "@std/assert";

/** The keys of one test, the same in two processes. */
export function sharedSecret(): string {
  return crypto.randomUUID() + crypto.randomUUID();
}

/** What each of two processes is told to do. */
export interface Errand {
  readonly kind: "redis" | "postgres";
  readonly url: string;
  readonly secret: string;
  readonly limit: "perNumber" | "unconfirmed";
}

/** Registers the tests of a store that two processes share: 500 sends from each, at once. */
export function testTwoProcesses(kind: Errand["kind"], url: () => string): void {
  for (const limit of ["perNumber", "unconfirmed"] as const) {
    Deno.test(`${kind}: over two processes, exactly the limit of "${limit}" goes out`, async () => {
      const errand: Errand = { kind, url: url(), secret: sharedSecret(), limit };
      const counts = await Promise.all([send(errand), send(errand)]);
      assertEquals(counts[0]! + counts[1]!, 20);
    });
  }
}

/** Runs `process.ts`, and returns how many of its sends went out. */
async function send(errand: Errand): Promise<number> {
  const args = ["run", "--allow-all", "--quiet"];
  const file = new URL("process.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, file, JSON.stringify(errand)],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}
