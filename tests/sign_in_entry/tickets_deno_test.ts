/** What a ticket is, as read by OpenSSL through `node:crypto`. */
import { Buffer } from "node:buffer";
import { createDecipheriv, hkdfSync } from "node:crypto";
import { assertEquals } from "@std/assert";
import { Tickets } from "@ding-otp/client/sign-in";
import { SECRET, test } from "./support.ts";

test("Tickets: OpenSSL opens what was sealed", async () => {
  const now = () => 1_000;
  const tickets = new Tickets({ secrets: [SECRET], purpose: "sign-in", now });
  for (const context of [undefined, "session-1"]) {
    const bytes = Buffer.from(
      await tickets.seal({ n: 1 }, { expiresIn: 500, context }),
      "base64url",
    );
    const key = new Uint8Array(hkdfSync("sha256", SECRET, "", "@ding-otp/client ticket", 32));
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(JSON.stringify(["sign-in", context ?? null])));
    decipher.setAuthTag(bytes.subarray(-16));
    const text = decipher.update(bytes.subarray(12, -16), undefined, "utf8") +
      decipher.final("utf8");
    assertEquals(text, '[1500,{"n":1}]'.padEnd(192));
  }
});
