/** The documented Redis store, on a real server. */
import { openRedis } from "./clients.ts";
import { testStore } from "./contract.ts";
import { testTwoProcesses } from "./processes.ts";
import { type Server, startRedis } from "./servers.ts";

let server: Server;
Deno.test.beforeAll(async () => {
  server = await startRedis();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testStore(Deno.test, "redis", () => openRedis(server.url));
testTwoProcesses("redis", () => server.url);
