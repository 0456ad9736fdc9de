import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { assertEquals } from "@std/assert";
import { Sandbox } from "@ding-otp/client/sandbox";
import { MINUTE, NUMBER, post } from "../support/sandbox_calls.ts";
import { test } from "../support/harness.ts";

test("webhooks go over a real socket, and follow no redirect", async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => text += chunk);
    request.on("end", () => {
      got.push(`${request.method} ${request.url} ${JSON.parse(text).type}`);
      if (got.length === 1) response.writeHead(307, { location: "/elsewhere" });
      response.end("x".repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const sandbox = new Sandbox();
    const callback_url = `http://127.0.0.1:${port}/hook`;
    await post(sandbox, "/authentication", { phone_number: NUMBER, callback_url });
    await sandbox.settled();
    sandbox.advance(MINUTE);
    await sandbox.settled();
    assertEquals(got, [
      "POST /hook authentication",
      "POST /hook attempt",
      "POST /hook delivery_status",
      "POST /hook authentication",
    ]);
    assertEquals(sandbox.webhooks[0]!.attempts.map(({ status }) => status), [307, 200]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}, { needs: ["sockets"] });
