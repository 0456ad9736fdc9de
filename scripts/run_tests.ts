/**
 * Runs the tests under Deno: with `@std/assert` from JSR where JSR can be reached, otherwise with the
 * stand-ins of `tests/offline/`. Arguments go to `deno test`.
 */

/** The flags that choose between JSR and the stand-ins, and a word on which it is. */
export async function importMapFlags(): Promise<{ flags: string[]; note: string }> {
  const probe = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--no-config", "jsr:@std/assert@^1", "jsr:@std/testing@^1/types"],
    stdout: "null",
    stderr: "null",
  }).output();
  return probe.success ? { flags: [], note: "assertions: @std/assert from JSR" } : {
    flags: ["--import-map", "tests/offline/import_map.json"],
    note: "assertions: stand-ins of tests/offline (JSR cannot be reached)",
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
