/**
 * Runs the tests under Deno: with `@std/assert` from JSR where JSR can be reached, otherwise with the
 * stand-ins of `tests/support/stand_ins/`. Arguments go to `deno test`.
 */
import { canReachJsr } from "./tools.ts";

/** The flags that choose between JSR and the stand-ins, and a note that says which it is. */
export async function importMapFlags(): Promise<{ flags: string[]; note: string }> {
  return await canReachJsr() ? { flags: [], note: "assertions: @std/assert from JSR" } : {
    flags: ["--import-map", "tests/support/stand_ins/import_map.json"],
    note: "assertions: stand-ins of tests/support/stand_ins (JSR cannot be reached)",
  };
}

if (import.meta.main) {
  Deno.chdir(new URL("..", import.meta.url));
  const { flags, note } = await importMapFlags();
  console.log(note);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", ...flags, ...Deno.args],
  }).spawn().status;
  Deno.exit(code);
}
