/** Whether JSR can be reached, where the assertions of the tests and dnt are. */

/** Asks JSR for what the tests import of it. */
export async function canReachJsr(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--no-config", "jsr:@std/assert@^1", "jsr:@std/testing@^1/types"],
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}
