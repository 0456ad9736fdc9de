/** The sandbox's inbox page, as the people who have it open use it. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Locator, Page } from "npm:playwright-core@1.65.1";
import { assertAccessible, browserTest, expectText, tabTo } from "./harness.ts";
import { Sandbox } from "@ding-otp/client/sandbox";
import { createHandler } from "@ding-otp/client/sandbox/server";
import { type Listening, startCommand } from "../support/sandbox_command.ts";

const NUMBER = "+15555550100";

/** Registers a test on the page of a sandbox of its own. */
function pageTest(
  name: string,
  fn: (page: Page, sandbox: Listening) => Promise<void>,
  options: BrowserContextOptions = {},
): void {
  browserTest(`inbox page: ${name}`, async (page) => {
    await using sandbox = await startCommand();
    await page.goto(sandbox.origin);
    await expectText(page.locator("#connection"), "Live");
    await fn(page, sandbox);
  }, options);
}

/** Calls the API as a program would. */
async function call(
  { environment }: Listening,
  path: string,
  { fields = {}, headers = {} }: { fields?: object; headers?: Record<string, string> } = {},
) {
  const { DING_BASE_URL, DING_API_KEY, DING_CUSTOMER_UUID } = environment;
  const response = await fetch(`${DING_BASE_URL}/${path}`, {
    method: "POST",
    headers: { "x-api-key": DING_API_KEY!, "content-type": "application/json", ...headers },
    body: JSON.stringify({ customer_uuid: DING_CUSTOMER_UUID, ...fields }),
  });
  return await response.json();
}

/** Calls v2 as a program would. */
async function callV2({ environment }: Listening, path: string, fields: object) {
  const { PRELUDE_BASE_URL, PRELUDE_API_TOKEN } = environment;
  const response = await fetch(`${PRELUDE_BASE_URL}/v2/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${PRELUDE_API_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(fields),
  });
  return await response.json();
}

async function sendV2(sandbox: Listening, value: string, options?: object): Promise<void> {
  const type = value.includes("@") ? "email_address" : "phone_number";
  await callV2(sandbox, "verification", { target: { type, value }, options }).catch(() => {});
}

async function send(sandbox: Listening, number = NUMBER): Promise<{ id: string; code: string }> {
  const { authentication_uuid } = await call(sandbox, "authentication", {
    fields: { phone_number: number },
  });
  const to = encodeURIComponent(number);
  const messages = await (await fetch(`${sandbox.origin}/sandbox/messages?to=${to}`)).json();
  return { id: authentication_uuid, code: messages.at(-1).code };
}

/** Advances the clock on the page, and waits until it has moved on. */
async function skipToNextCode(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Skip to next code" }).click();
  await expectText(page.locator("#state"), /checks? left$/);
}

const digits = (page: Page) => page.locator(".message .digits");

pageTest(
  "a message appears as it is sent, and is told to screen readers",
  async (page, sandbox) => {
    const { code } = await send(sandbox);
    await expectText(digits(page), code);
    await expectText(page.locator("#arrivals"), `To +1 555-555-0100: ${code} is your`);
    assert.equal(await page.title(), "OTP sandbox");
    await expectText(page.locator("#phones li"), `${code} is your verification code`);
    await expectText(page.locator(".message .about"), "SMS no. 1 · Delivered");
    await send(sandbox, "+17045550110");
    await expectText(page.locator(".message .about"), "Not delivered");
    assert.equal(await page.locator("#phones li").count(), 2);
  },
);

pageTest("what Prelude Verify v2 sends is on the same page", async (page, { environment }) => {
  const { PRELUDE_BASE_URL, PRELUDE_API_TOKEN } = environment;
  const ask = async (path: string, fields: object) => {
    const response = await fetch(`${PRELUDE_BASE_URL}/v2/${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${PRELUDE_API_TOKEN}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        target: { type: "email_address", value: "a@example.com" },
        ...fields,
      }),
    });
    return (await response.json()).status;
  };
  assert.equal(await ask("verification", {}), "success");
  await expectText(page.locator(".message .about"), "email no. 1 · Delivered");
  assert.equal(await ask("verification/check", { code: "0000" }), "failure");
  await expectText(page.locator(".check .about"), "failure");
  await expectText(page.locator("#phone"), "a@example.com");
});

pageTest("what was there before the page is shown when it opens", async (page, sandbox) => {
  const { code } = await send(sandbox);
  await page.reload();
  await expectText(digits(page), code);
  await expectText(page.locator("#requests li"), "authentication");
});

pageTest(
  "a phone that is chosen stays until the newest is followed again",
  async (page, sandbox) => {
    const first = await send(sandbox);
    await page.getByRole("button", { name: "+1 555-555-0100" }).click();
    const second = await send(sandbox, "+15555550101");
    await expectText(page.locator("#phones li").first(), second.code);
    await expectText(digits(page), first.code);
    await page.getByRole("button", { name: "Follow newest" }).click();
    await expectText(digits(page), second.code);
  },
);

pageTest("a click on the code copies it", async (page, sandbox) => {
  const { code } = await send(sandbox);
  await page.getByRole("button", { name: `${code} Copy` }).click();
  await expectText(page.locator("#toast"), `Copied ${code}`);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
});

pageTest("the environment can be copied before anything is sent", async (page, { environment }) => {
  await page.locator("#welcome").getByRole("button", { name: "Copy" }).click();
  await expectText(page.locator("#toast"), "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = Object.entries(environment).map(([name, value]) =>
    `export ${name}=${value.includes(" ") ? `'${value}'` : value}`
  );
  assert.equal(copied, lines.join("\n"));
});

pageTest("the clock moves on, and the window counts down and closes", async (page, sandbox) => {
  await send(sandbox);
  await expectText(page.locator("#state"), /^3 more codes · 5 checks left · next in 0:\d\d$/);
  await expectText(page.locator("#badge"), /^(10:00|9:5\d) left$/);
  await skipToNextCode(page);
  await expectText(page.locator("#state"), /^3 more codes · 5 checks left$/);
  await page.getByRole("button", { name: "+1 min" }).click();
  await expectText(page.locator("#badge"), /^8:[23]\d left$/);
  const { height } = (await page.locator("#window").boundingBox())!;
  await page.getByRole("button", { name: "+10 min" }).click();
  await expectText(page.locator("#state"), "The window is closed");
  await expectText(page.locator("#badge"), "Expired");
  assert.equal((await page.locator("#window").boundingBox())!.height, height, "the header jumps");
});

pageTest("a wrong code, another one, and the right one", async (page, sandbox) => {
  const { code } = await send(sandbox);
  const typed = page.getByLabel("Type a code as this person");
  await typed.fill(code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)));
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expectText(page.locator(".check .about"), "invalid");
  await skipToNextCode(page);
  await page.getByRole("button", { name: "Send another" }).click();
  await expectText(page.locator(".message .about").nth(1), "SMS no. 2");
  await typed.fill(await digits(page).nth(1).innerText());
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await expectText(page.locator("#state"), "The code was right");
});

pageTest("a fault is armed, strikes, and is in the journal", async (page, sandbox) => {
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByLabel("What goes wrong").selectOption("busy");
  await page.getByLabel("Retry after (s)").fill("7");
  await page.getByLabel("Operation", { exact: true }).selectOption("send");
  await page.getByLabel("Recipient").fill("+1 555-555-0100");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await expectText(
    page.locator("#armed li"),
    "send · +1 555-555-0100 · once · Status: 503 · Retry after (s): 7 · Format: seconds · " +
      "The request takes no effect",
  );
  await call(sandbox, "authentication", { fields: { phone_number: "+15555550101" } });
  await expectText(digits(page), /^\d{6}$/);
  await call(sandbox, "authentication", { fields: { phone_number: NUMBER } });
  await expectText(page.locator("#no-faults"), "None");
  await page.getByRole("tab", { name: "Journal" }).click();
  const request = page.locator("#requests li").filter({ hasText: "503" });
  await request.locator("summary").first().click();
  await expectText(request.locator("pre").nth(2), '"code": "service_unavailable"');
  const headers = page.getByLabel("Response headers");
  assert.equal(await headers.isVisible(), false, "the body comes first");
  await request.locator(".headers summary").last().click();
  await expectText(headers, "retry-after: 7");
});

pageTest("a fault that a program armed is described as the form would", async (page, sandbox) => {
  const arm = (body: object) =>
    fetch(`${sandbox.origin}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await arm({ fault: { type: "mistyped", contentType: "text/plain" }, call: 2, times: null });
  await arm({ fault: { type: "latency", ms: 1_500 }, times: 2, probability: 0.5 });
  await arm({ fault: { type: "lost", accepted: true }, to: "a@example.com", times: 7 });
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.locator("#armed li").nth(2).waitFor();
  assert.deepEqual(await page.locator("#armed .hint").allInnerTexts(), [
    "any call · from call no. 2 · always · content type: text/plain",
    "any call · twice · probability 0.5 · Seconds: 1.5",
    "any call · a@example.com · 7 times · The request takes effect",
  ]);
});

pageTest("a recipient that is none is refused beside the form", async (page) => {
  await page.getByRole("tab", { name: "Faults" }).click();
  await page.getByLabel("Recipient").fill("0612345678");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  const outcome = page.getByTestId("outcome");
  await expectText(page.locator("#arm").getByTestId("outcome"), '"to" must be an E.164 phone');
  assert.equal(await outcome.getAttribute("data-kind"), "failed");
  await page.getByLabel("Recipient").fill("");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await page.locator("#armed li").waitFor();
  assert.equal(await outcome.textContent(), "", "the error of the last attempt is gone");
});

pageTest("a check is called what the API that was asked calls it", async (page, sandbox) => {
  const checked = page.getByTestId("checked");
  const { id, code } = await send(sandbox);
  const wrong = code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
  const check = { authentication_uuid: id, check_code: wrong };
  for (let checks = 0; checks < 6; checks++) await call(sandbox, "check", { fields: check });
  await expectText(checked.nth(4), "invalid ✕");
  await expectText(checked.nth(5), "rate limited (no checks left) ✕");
  await expectText(page.locator("#state"), /^3 more codes · 0 checks left · next in 0:\d\d$/);

  await sendV2(sandbox, "a@example.com");
  await expectText(page.locator("#phone"), "a@example.com");
  const right = await page.getByTestId("code").innerText();
  for (const code of ["0000", right, right]) {
    await page.getByTestId("code-input").fill(code);
    await page.getByTestId("check").click();
    await expectText(page.getByTestId("outcome"), "Check");
  }
  await expectText(checked.nth(2), "expired or not found (the code was already used) ✕");
  await expectText(page.getByTestId("outcome"), "Check: expired or not found");
  await expectText(checked.nth(0), "failure ✕");
  await expectText(checked.nth(1), "success ✓");
  assert.deepEqual(
    await checked.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-state"))),
    ["invalid", "valid", "already_validated"],
  );
});

pageTest("faults of every type can be armed, and disarmed", async (page) => {
  await page.getByRole("tab", { name: "Faults" }).click();
  const fault = page.getByLabel("What goes wrong");
  const types = await fault.locator("option").evaluateAll((options) =>
    options.map((option) => (option as HTMLOptionElement).value)
  );
  for (const [index, type] of types.entries()) {
    await fault.selectOption(type);
    await page.getByRole("button", { name: "Arm", exact: true }).click();
    await expectText(page.locator("#armed li").nth(index), type.replaceAll("_", " "));
  }
  await page.locator("#armed").getByRole("button").first().click();
  await expectText(page.locator("#armed-count"), String(types.length - 1));
  await page.getByRole("button", { name: "Disarm all" }).click();
  await expectText(page.locator("#no-faults"), "None");
});

pageTest("a scenario is sent to, and takes the next of its numbers", async (page) => {
  await page.getByRole("tab", { name: "Scenarios" }).click();
  await page.getByRole("button", { name: "Send: pending" }).click();
  await expectText(page.locator("#phone"), "+1 701-555-0100");
  await page.getByRole("button", { name: "Send: pending" }).click();
  await expectText(page.locator("#phone"), "+1 701-555-0101");
  await page.getByRole("button", { name: "Send: blocked number" }).click();
  await expectText(page.locator("#toast"), "Send: blocked, in block list");
});

pageTest("reset asks first, and begins again", async (page, sandbox) => {
  await send(sandbox);
  await digits(page).waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  const dialog = page.getByRole("dialog", { name: "Reset the sandbox?" });
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await digits(page).waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await digits(page).waitFor();
  await page.getByRole("button", { name: "Reset" }).click();
  await dialog.getByRole("button", { name: "Reset" }).click();
  await page.locator("#welcome").waitFor();
  for (const list of ["#phones", "#requests", "#timeline"]) {
    assert.equal(await page.locator(`${list} li`).count(), 0, list);
  }
});

pageTest("the page comes back when the sandbox does", async (page, sandbox) => {
  await send(sandbox);
  await digits(page).waitFor();
  await sandbox.stop("SIGTERM");
  await expectText(page.locator("#connection"), "Connection lost");
  await using again = await startCommand([], sandbox.port);
  await expectText(page.locator("#connection"), "Live");
  await page.locator("#welcome").waitFor();
  const { code } = await send(again);
  await expectText(digits(page), code);
});

pageTest("markup in any field is text", async (page, sandbox) => {
  const attack = `"'><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>`;
  const { id } = await send(sandbox);
  await call(sandbox, "check", { fields: { authentication_uuid: id, check_code: attack } });
  await call(sandbox, "authentication", {
    fields: { phone_number: NUMBER, correlation_id: attack, template_id: attack, [attack]: attack },
    headers: { "x-attack": attack, "user-agent": attack },
  });
  await call(sandbox, `${encodeURIComponent(attack)}?${attack}`);
  await fetch(`${sandbox.origin}/v1/none`, { method: "POST", body: attack });
  for (
    const fault of [
      { type: "error", status: 418, code: attack },
      { type: "redirect", location: attack },
      { type: "mistyped", contentType: attack },
    ]
  ) {
    const armed = await fetch(`${sandbox.origin}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ fault, call: fault.type === "error" ? 1 : 2 }),
    });
    assert.equal(armed.status, 200);
  }
  assert.equal((await call(sandbox, "check")).code, attack);

  const unchecked = page.locator("#requests li").filter({ hasText: "418" });
  await unchecked.waitFor();
  const rows = page.locator("#requests li > details > summary");
  for (const row of await rows.all()) await row.click();
  for (const summary of await page.locator(".headers summary").all()) await summary.click();
  await expectText(unchecked.locator("pre").nth(2), "globalThis.pwned=1");
  await expectText(page.locator("#requests"), `x-attack: ${attack}`);
  await page.getByRole("tab", { name: "Faults" }).click();
  await expectText(page.locator("#armed"), attack);
  await page.locator("#typed").fill(attack);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("tab", { name: "Journal" }).click();
  const shown = await page.evaluate(() => ({
    strangers: document.querySelectorAll("img[src=x], script:not([src^='/sandbox/page/'])").length,
    pwned: "pwned" in globalThis,
  }));
  assert.deepEqual(shown, { strangers: 0, pwned: false });
});

pageTest("all of it by keyboard alone", async (page) => {
  await page.keyboard.press("Tab");
  await expectText(page.locator(":focus"), "Skip to the messages");
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Send a first code" }));
  await page.keyboard.press("Enter");
  await digits(page).waitFor();
  const code = await digits(page).innerText();
  await tabTo(page, page.getByRole("button", { name: `${code} Copy` }));
  await page.keyboard.press("Enter");
  await expectText(page.locator("#toast"), `Copied ${code}`);
  await tabTo(page, page.getByLabel("Type a code as this person"));
  await page.keyboard.press("Control+V");
  await page.keyboard.press("Enter");
  await expectText(page.locator("#state"), "The code was right");

  await tabTo(page, page.getByRole("tab", { name: "Journal" }));
  await tabTo(page, page.locator("#requests summary").first());
  await page.keyboard.press("Enter");
  await expectText(page.getByLabel("Response", { exact: true }), '"status": "success"');
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.getByRole("button", { name: "Arm", exact: true }));
  await page.keyboard.press("Enter");
  await expectText(page.locator("#armed li"), "lost");
  await tabTo(page, page.getByRole("button", { name: "Disarm lost" }));
  await page.keyboard.press("Space");
  await expectText(page.locator("#no-faults"), "None");
  await tabTo(page, page.getByRole("button", { name: "+10 min" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "+1 555-555-0100" }));
  await tabTo(page, page.getByRole("button", { name: "Reset" }));
  await page.keyboard.press("Enter");
  await expectText(page.locator(":focus"), "Cancel");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#welcome").waitFor();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 1024, 390]) {
    const viewport = { width, height: 800 };
    pageTest(`accessible, ${colorScheme}, ${width} pixels wide`, async (page, sandbox) => {
      await assertAccessible(page);
      const { id } = await send(sandbox);
      await call(sandbox, "check", { fields: { authentication_uuid: id, check_code: "0000" } });
      await skipToNextCode(page);
      await send(sandbox);
      await call(sandbox, "retry", { fields: { authentication_uuid: id } });
      await send(sandbox, "+17045550110");
      await page.getByRole("button", { name: "+1 555-555-0100" }).click();
      await page.locator(".check").waitFor();
      await page.locator('.message[data-state="replaced"]').waitFor();
      await page.locator(".refusal").waitFor();
      await page.locator("#requests summary").first().click();
      await assertAccessible(page);
      await page.getByRole("tab", { name: "Faults" }).click();
      await page.getByRole("button", { name: "Arm", exact: true }).click();
      await page.locator("#armed li").waitFor();
      for (const name of ["Faults", "Scenarios", "Connect"]) {
        await page.getByRole("tab", { name }).click();
        await assertAccessible(page);
      }
    }, { colorScheme, viewport });
  }
}

const LONG_ADDRESS = "somebody.with.a.long.name@mail.department.example.com";

/** The rows and toolbars whose children must not lie over one another, nor leave them. */
const LINES = [
  ...[".bar", ".clock", ".group", ".phones > header", ".phones li button", ".window", ".skips"],
  ...[".composer > div", ".requests summary", ".outcome", ".about", ".tabs"],
];

/** Finds what overlaps, leaves its line or the window, or does not fit into its own box. */
async function findClashes(page: Page): Promise<string[]> {
  return await page.evaluate((lines) => {
    const nameOf = (element: Element) =>
      `${element.localName}#${element.id}.${element.className} "${element.textContent}"`;
    const isShown = (element: Element) =>
      element.checkVisibility() && element.getBoundingClientRect().width > 1;
    const clashes: string[] = [];
    for (const line of document.querySelectorAll(lines.join())) {
      const outer = line.getBoundingClientRect();
      const children = [...line.children].filter(isShown);
      const boxes = children.map((child) => child.getBoundingClientRect());
      children.forEach((child, index) => {
        const box = boxes[index]!;
        const isEllipsis = getComputedStyle(child).textOverflow === "ellipsis";
        if (child.scrollWidth > child.clientWidth + 1 && !isEllipsis && child.clientWidth > 0) {
          clashes.push(`${nameOf(child)} is cut off`);
        }
        if (box.left < outer.left - 1 || box.right > outer.right + 1 || box.right > innerWidth) {
          clashes.push(`${nameOf(child)} leaves its line`);
        }
        for (let other = index + 1; other < boxes.length; other++) {
          const { left, right, top, bottom } = boxes[other]!;
          const isApart = box.right <= left + 1 || right <= box.left + 1 ||
            box.bottom <= top + 1 || bottom <= box.top + 1;
          if (!isApart) clashes.push(`${nameOf(child)} overlaps ${nameOf(children[other]!)}`);
        }
      });
    }
    return clashes;
  }, LINES);
}

for (const width of [1440, 1280, 900, 800, 375, 320]) {
  pageTest(`nothing overlaps and nothing is cut at ${width} pixels`, async (page, sandbox) => {
    assert.deepEqual(await findClashes(page), []);
    const { id } = await send(sandbox, "+447700900123");
    await call(sandbox, "check", { fields: { authentication_uuid: id, check_code: "0000" } });
    await call(sandbox, "retry", { fields: { authentication_uuid: id } });
    await sendV2(sandbox, "+17055550170"); // bad gateway
    await sendV2(sandbox, LONG_ADDRESS);
    await expectText(page.locator("#phone"), LONG_ADDRESS);
    await page.locator("#requests li").nth(4).waitFor();
    assert.deepEqual(await findClashes(page), []);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(needed <= width, `the page needs ${needed} pixels`);
    for (const number of ["+44 7700 900123", "+1 705-555-0170"]) {
      await page.locator("#phones button").filter({ hasText: number }).click();
      await expectText(page.locator("#phone"), number);
      assert.deepEqual(await findClashes(page), []);
      const { height } = (await page.locator("#phone").boundingBox())!;
      assert.ok(height < 30, `the number is ${height} pixels high, on more than one line`);
    }
  }, { viewport: { width, height: 800 } });
}

pageTest("codes that are of no use any more look dead", async (page, sandbox) => {
  const { id } = await send(sandbox);
  const messages = page.getByTestId("message");
  const state = (nth: number, name: string) =>
    page.locator(`[data-testid=message]:nth-child(${nth})[data-state=${name}]`).waitFor();
  const struck = (nth: number) =>
    messages.nth(nth).locator(".digits").evaluate((element) =>
      getComputedStyle(element).textDecorationLine
    );
  await state(1, "valid");
  assert.equal(await struck(0), "none");
  await skipToNextCode(page);
  const { code } = await send(sandbox);
  await state(1, "replaced");
  await expectText(messages.first(), "replaced");
  assert.deepEqual([await struck(0), await struck(1)], ["line-through", "none"]);
  await call(sandbox, "check", { fields: { authentication_uuid: id, check_code: code } });
  await state(2, "used");
  await expectText(page.locator("#phones li"), `${code} · used`);
  await page.getByRole("button", { name: "+10 min" }).click();
  const other = await send(sandbox, "+15555550101");
  await expectText(page.locator("#phone"), "+1 555-555-0101");
  await page.getByRole("button", { name: "+10 min" }).click();
  await state(1, "expired");
  await expectText(page.locator("#phones li").first(), `${other.code} · expired`);
});

pageTest(
  "the journal tells refusals and failures from successes, whatever their status",
  async (page, sandbox) => {
    const { id } = await send(sandbox, "+447700900123");
    await call(sandbox, "check", { fields: { authentication_uuid: id, check_code: "0000" } });
    await call(sandbox, "retry", { fields: { authentication_uuid: id } });
    await sendV2(sandbox, "+17015550120"); // suspicious
    await sendV2(sandbox, "+17055550120"); // 500, although the code was sent
    await sendV2(sandbox, "+17055550170"); // bad gateway
    await callV2(sandbox, "nothing", {});
    const rows = page.getByTestId("request");
    await rows.nth(6).waitFor();
    const seen = await rows.evaluateAll((elements) =>
      elements.map((row) =>
        [
          row.getAttribute("data-outcome"),
          ...[".status", ".path", ".to", ".said"].map((part) =>
            row.querySelector(part)?.textContent
          ),
        ].join(" | ")
      )
    );
    assert.deepEqual(seen, [
      "refused | 404 | /v2/nothing |  | ✕ not found",
      "failed | 502 | /v2/verification | +1 705-555-0170 | ⚠ bad gateway",
      "failed | 500 | /v2/verification | +1 705-555-0120 | ⚠ internal",
      "refused | 200 | /v2/verification | +1 701-555-0120 | ✕ blocked, suspicious",
      "refused | 200 | /v1/retry | +44 7700 900123 | ✕ rate limited",
      "refused | 200 | /v1/check | +44 7700 900123 | ✕ invalid",
      "success | 200 | /v1/authentication | +44 7700 900123 | ✓ pending",
    ]);
    const colors = await rows.locator(".said").evaluateAll((elements) =>
      elements.map((element) => getComputedStyle(element).color)
    );
    assert.deepEqual(new Set(colors).size, 3);
    const chevron = rows.first().locator("summary");
    assert.notEqual(
      await chevron.evaluate((element) => getComputedStyle(element, "::before").rotate),
      "none",
    );
  },
);

pageTest("a refused send is among the phones, with the reason", async (page, sandbox) => {
  await sendV2(sandbox, "+17015550160");
  await expectText(page.locator("#phones li"), "Refused: in block list");
  await expectText(page.locator(".refusal"), "No code was sent: blocked, in block list");
  await expectText(page.locator("#state"), "No code was sent");
  assert.equal(await page.locator("#composer").isVisible(), false);
  await assertAccessible(page);
});

pageTest("a send that failed does not claim that no code was sent", async (page, sandbox) => {
  await sendV2(sandbox, "+17055550120");
  await digits(page).waitFor();
  await expectText(page.locator(".refusal"), "The send failed: internal");
});

pageTest("a silent verification is no message to anybody", async (page, sandbox) => {
  await sendV2(sandbox, "+17075550120");
  const message = page.getByTestId("message");
  await expectText(message, "No message: the network confirms this phone");
  assert.doesNotMatch(await message.innerText(), /is your verification code|Delivered/);
});

pageTest("the search filters phones and the journal", async (page, sandbox) => {
  const { code } = await send(sandbox, "+447700900123");
  await sendV2(sandbox, LONG_ADDRESS);
  await sendV2(sandbox, "+17015550160");
  await page.locator("#phones li").nth(2).waitFor();
  const search = page.getByRole("searchbox", { name: "Search phones and journal" });
  for (
    const [query, phones, requests] of [
      ["7700 900", ["+44 7700 900123"], 1],
      ["+44 7700-900123", ["+44 7700 900123"], 1],
      [code, ["+44 7700 900123"], 0],
      ["Department.EXAMPLE", [LONG_ADDRESS], 1],
      ["block list", ["+1 701-555-0160"], 1],
      ["Refused: in", ["+1 701-555-0160"], 0],
      ["07700", ["+44 7700 900123"], 1],
      ["0044 7700", ["+44 7700 900123"], 1],
      ["/v2/", [], 2],
      ["nobody", [], 0],
      ["", ["+1 701-555-0160", LONG_ADDRESS, "+44 7700 900123"], 3],
    ] as const
  ) {
    await search.fill(query);
    if (query !== "") {
      await expectText(page.locator("#no-requests"), `${requests} of 3 requests match “${query}”.`);
    } else await page.locator("#no-requests").waitFor({ state: "hidden" });
    assert.deepEqual(await page.locator("#phones .number").allInnerTexts(), phones, query);
    assert.equal(await page.locator("#requests li").count(), requests, query);
    assert.equal(await page.locator("#no-phones").isVisible(), phones.length === 0, query);
  }
});

pageTest(
  "what the page checks and sends again goes over the API that the program uses",
  async (page, sandbox) => {
    const check = async (code: string) => {
      await page.getByTestId("code-input").fill(code);
      await page.getByTestId("check").click();
    };
    const newest = page.getByTestId("request").first();
    await sendV2(sandbox, NUMBER);
    await digits(page).waitFor();
    await check("0000");
    await expectText(newest, "POST/v2/verification/check");
    await page.getByTestId("send-another").click();
    await expectText(newest, "repeated attempts");
    await check(await page.getByTestId("code").innerText());
    await expectText(page.getByTestId("window"), "Verified");

    await send(sandbox, "+15555550101");
    await expectText(page.locator("#phone"), "+1 555-555-0101");
    await check("0000");
    await expectText(newest, "POST/v1/check");
    await page.getByTestId("send-another").click();
    await expectText(newest, "POST/v1/retry");
    await check(await page.getByTestId("code").innerText());
    await expectText(page.getByTestId("window"), "Verified");

    await sendV2(sandbox, "payer@example.com", {
      template_id: "prelude:psd2",
      variables: { amount: "12.50", currency: "EUR", recipient: "ACME" },
    });
    await expectText(page.locator("#phone"), "payer@example.com");
    await check(await page.getByTestId("code").innerText());
    await expectText(page.getByTestId("window"), "Verified");
  },
);

pageTest("what nobody has looked at is marked as new", async (page, sandbox) => {
  await send(sandbox);
  await page.getByRole("button", { name: "+1 555-555-0100" }).click();
  await send(sandbox, "+447700900123");
  const row = page.locator("#phones li").filter({ hasText: "+44 7700 900123" });
  await row.locator(".unread").waitFor();
  await row.getByRole("button").click();
  await row.locator(".unread").waitFor({ state: "hidden" });
});

/** What is on the page for people to read or use, beside the outcome. */
const USED = "button, input, select, a, h1, h2, .message, .check, #connection, label, pre, .about";

/** Waits for the outcome, and asserts that it is near what was clicked, and covers nothing. */
async function assertNear(page: Page, clicked: Locator, text: string): Promise<void> {
  const toast = page.getByTestId("outcome");
  await expectText(toast, text);
  const box = (await toast.boundingBox())!;
  const { x, y, width, height } = (await clicked.boundingBox())!;
  const apart = Math.max(y - box.y - box.height, box.y - y - height, 0) +
    Math.max(x - box.x - box.width, box.x - x - width, 0);
  assert.ok(apart < 160, `the outcome is ${apart} pixels away from what was clicked`);
  const covered = await toast.evaluate((toast, used) => {
    const { left, right, top, bottom } = toast.getBoundingClientRect();
    return [...document.querySelectorAll(used)]
      .filter((element) => element.checkVisibility() && !element.contains(toast))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.left + 1 < right && left + 1 < box.right && box.top + 1 < bottom &&
          top + 1 < box.bottom;
      })
      .map((element) => `${element.localName}.${element.className} ${element.textContent}`);
  }, USED);
  assert.deepEqual(covered, []);
}

// The last is a phone with its keyboard open.
for (const [width, height] of [[1440, 800], [1280, 800], [900, 800], [375, 400]] as const) {
  pageTest(`the outcome is beside what was clicked at ${width}`, async (page, sandbox) => {
    await page.locator("#welcome").getByRole("button", { name: "Copy" }).click();
    await assertNear(page, page.locator("#welcome [data-copy-environment]"), "Copied");
    await send(sandbox);
    const code = page.locator(".message .code");
    await code.click();
    await assertNear(page, code, "Copied");
    await page.getByLabel("Type a code as this person").fill("0000");
    await page.getByTestId("check").click();
    await assertNear(page, page.getByTestId("check"), "Check: invalid");
    await page.getByTestId("send-another").click();
    await assertNear(page, page.getByTestId("send-another"), "Send: rate limited");
    await page.getByLabel("Type a code as this person").fill("0000");
    await page.keyboard.press("Enter");
    await assertNear(page, page.getByTestId("code-input"), "Check: invalid");
    assert.deepEqual(await findClashes(page), []);

    await page.getByRole("tab", { name: "Scenarios" }).click();
    const scenario = page.getByRole("button", { name: "Send: blocked number" });
    await scenario.click();
    await assertNear(page, scenario, "Send: 400 blocked number");
    assert.equal(await page.getByTestId("outcome").count(), 1);
    await assertAccessible(page);
  }, { viewport: { width, height } });
}

pageTest("the outcome for one phone is not shown with another", async (page, sandbox) => {
  await send(sandbox);
  await digits(page).waitFor();
  await page.getByTestId("code-input").fill("0000");
  await page.getByTestId("check").click();
  await expectText(page.getByTestId("outcome"), "Check: invalid");
  await send(sandbox, "+15555550101");
  await expectText(page.locator("#phone"), "+1 555-555-0101");
  assert.equal(await page.getByTestId("outcome").textContent(), "");
});

pageTest(
  "webhooks are shown with the responses to them, and posted again",
  async (page, sandbox) => {
    let status = 500;
    await using hooks = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      () => new Response(null, { status }),
    );
    await callV2(sandbox, "verification", {
      target: { type: "phone_number", value: NUMBER },
      options: { callback_url: `http://127.0.0.1:${hooks.addr.port}/hooks` },
    });
    await page.getByRole("tab", { name: "Webhooks" }).click();
    const row = page.locator("#deliveries > li").filter({ hasText: "verify.attempt" });
    await expectText(row, "response 500 · 1 attempt, next at");
    await row.locator("summary").click();
    await assertAccessible(page);
    status = 200;
    await row.getByRole("button", { name: "Post again" }).click();
    await expectText(row.locator(".status"), "delivered");
    await expectText(row, "response 200 · 2 attempts");
    await page.reload();
    await page.getByRole("tab", { name: "Webhooks" }).click();
    await expectText(row, "response 200 · 2 attempts");
  },
);

browserTest("inbox page: mounted at a path, behind a password", async (page) => {
  const sandbox = new Sandbox({ clock: "system" });
  const handle = createHandler(sandbox, { path: "/otp", password: "s3same" });
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  await page.goto(`http://127.0.0.1:${server.addr.port}/otp/`);
  await expectText(page.locator("#connection"), "Live");
  await page.getByRole("button", { name: "Send a first code" }).click();
  await expectText(digits(page), sandbox.messages[0]?.code ?? /^\d{6}$/);
  await page.close();
}, { httpCredentials: { username: "me", password: "s3same" } });

pageTest("nothing is cut off on the narrowest of screens", async (page, sandbox) => {
  await send(sandbox);
  await digits(page).waitFor();
  for (const name of ["Journal", "Webhooks", "Faults", "Scenarios", "Connect"]) {
    await page.getByRole("tab", { name }).click();
    const [needed, given] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    assert.ok(needed! <= given!, `${name} needs ${needed} pixels`);
  }
}, { viewport: { width: 320, height: 640 } });
