/// <reference lib="deno.unstable" />
/** The documented store on Deno KV, in a file. */
import { testStore } from "./contract.ts";
import { documented } from "./documented.ts";

const folder = await Deno.makeTempDir({ prefix: "kv-" });
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

testStore(Deno.test, "deno kv", async () => {
  const { denoKvStore } = await documented("deno_kv_store");
  const kv = await Deno.openKv(`${folder}/counters.sqlite`);
  return { store: denoKvStore(kv), [Symbol.asyncDispose]: () => Promise.resolve(kv.close()) };
});
