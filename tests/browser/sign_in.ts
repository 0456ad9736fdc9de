/** The sign-in example in a browser, with the sandbox's inbox page beside it. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "npm:playwright-core@1.65.1";
import { Prelude } from "@ding-otp/client";
import { Sandbox } from "@ding-otp/client/sandbox";
import { createHandler } from "@ding-otp/client/sandbox/server";
import { SignInSite } from "../../examples/sign_in/sign_in.ts";
import { wrong } from "../support/sandbox_calls.ts";
import { assertAccessible, browserTest, expectText, tabTo } from "./harness.ts";

/** A sign-in that has been opened, and the sandbox that it talks to over a socket. */
interface Scene {
  readonly page: Page;
  readonly sandbox: Sandbox;
  /** Where the inbox page is. */
  readonly inbox: string;
}

function serve(handler: (request: Request) => Promise<Response>) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
}

/** Registers a test on a sign-in of its own. All clocks stand still but for those of the pages. */
function signInTest(
  name: string,
  fn: (scene: Scene) => Promise<void>,
  options: BrowserContextOptions = {},
): void {
  browserTest(`sign-in: ${name}`, async (page) => {
    const sandbox = new Sandbox();
    await using inbox = serve(createHandler(sandbox));
    const { port } = inbox.addr;
    const client = new Prelude({ ...sandbox.credentials, baseUrl: `http://127.0.0.1:${port}` });
    const now = () => sandbox.now().getTime();
    const signIn = new SignInSite({ client, secret: crypto.randomUUID(), answerTime: 1, now });
    await using site = serve((request) => signIn.fetch(request, "192.0.2.1"));
    // Closed first: the inbox page's live connection would keep its server waiting.
    await using _context = page.context();
    await page.clock.install();
    await page.goto(`http://127.0.0.1:${site.addr.port}/`);
    await fn({ page, sandbox, inbox: `http://127.0.0.1:${port}/` });
  }, options);
}

const heading = (page: Page, name: string) => page.getByRole("heading", { name });
const button = (page: Page, name: string) => page.getByRole("button", { name });

/** What a screen reader says of the field beside its label. */
async function description(page: Page): Promise<string> {
  return await page.locator("#field").evaluate((field) =>
    field.getAttribute("aria-describedby")!.split(" ")
      .map((id) => document.getElementById(id)!.textContent).join(" ")
  );
}

async function assertFocused(page: Page, label: string): Promise<void> {
  // `autofocus` takes hold with the first rendering, which may come after the text is there.
  await page.getByLabel(label).and(page.locator(":focus")).waitFor();
}

signInTest("number, wrong code, another code, right code, beside the inbox", async (scene) => {
  const { page, sandbox } = scene;
  const inbox = await page.context().newPage();
  await inbox.goto(scene.inbox);
  const arrived = inbox.locator(".message .digits");

  await page.getByLabel("Phone number").fill("+1 (555) 555-0100");
  await button(page, "Text me a code").click();
  await heading(page, "Enter your code").waitFor();
  const code = await arrived.innerText();

  await page.getByLabel("Code").fill(wrong(code));
  await button(page, "Sign in").click();
  await expectText(page.locator("#problem"), "This code is incorrect or has expired.");
  await expectText(inbox.locator(".check .about"), "failure");

  const another = button(page, "Send another code");
  const wait = page.locator("form[data-wait] span");
  await expectText(wait, /^(30|2\d)$/);
  assert.ok(await another.isDisabled());
  await page.clock.fastForward(20_000);
  await expectText(wait, /^(10|9)$/);
  assert.ok(await another.isDisabled());
  await page.clock.fastForward(10_000);
  await expectText(page.getByRole("status"), "You can request another code now.");
  assert.ok(await wait.isHidden());

  await inbox.getByRole("button", { name: "Skip to next code" }).click();
  await expectText(inbox.locator("#state"), /^3 more codes/);
  await another.click();
  await expectText(page.locator("main"), "another code is on its way");
  await expectText(wait, /^(60|5\d)$/);
  await expectText(inbox.locator(".message .about").nth(1), "SMS no. 2");
  assert.equal(sandbox.sends("+15555550100"), 2);

  await page.getByLabel("Code").fill(await arrived.nth(1).innerText());
  await button(page, "Sign in").click();
  await heading(page, "You are signed in").waitFor();
  await expectText(inbox.locator("#state"), "The code was right");
  await assertAccessible(page);
  await assertAccessible(inbox);
});

signInTest("too early for the server, whatever the page thinks", async ({ page, sandbox }) => {
  await page.getByLabel("Phone number").fill("+15555550100");
  await page.keyboard.press("Enter");
  await heading(page, "Enter your code").waitFor();
  // The script counts already, so that time is not moved on before it begins.
  await expectText(page.locator("form[data-wait] span"), /^(30|2\d)$/);
  await page.clock.fastForward(30_000);
  await button(page, "Send another code").click();
  await expectText(page.locator("form[data-wait] span"), /^(30|2\d)$/);
  assert.equal(sandbox.messages.length, 1);
});

signInTest("a second click sends nothing", async ({ page }) => {
  await page.getByLabel("Phone number").fill("+15555550100");
  const prevented = await page.locator("form").evaluate((form: HTMLFormElement) => {
    const prevented: boolean[] = [];
    form.addEventListener("submit", (event) => {
      prevented.push(event.defaultPrevented);
      event.preventDefault();
    });
    form.requestSubmit();
    form.requestSubmit();
    return prevented;
  });
  assert.deepEqual(prevented, [false, true]);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without a script";
  signInTest(`all of it by keyboard alone${how}`, async ({ page, sandbox }) => {
    await assertFocused(page, "Phone number");
    await page.keyboard.type("555");
    await page.keyboard.press("Enter");
    await page.locator("#problem").waitFor();
    await assertFocused(page, "Phone number");
    assert.match(await description(page), /^Enter the number with \+ and its country code\. With/);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("+1 555 555 0100");
    await page.keyboard.press("Enter");

    await heading(page, "Enter your code").waitFor();
    await assertFocused(page, "Code");
    await page.keyboard.type(wrong(sandbox.messages[0]!.code));
    await page.keyboard.press("Enter");
    await page.locator("#problem").waitFor();
    await assertFocused(page, "Code");
    assert.match(await description(page), /^This code is incorrect or has expired\. .* The digits/);

    sandbox.advance(30_000);
    if (javaScriptEnabled) await page.clock.fastForward(30_000);
    await tabTo(page, button(page, "Send another code"));
    await page.keyboard.press("Enter");
    await expectText(page.locator("main"), "another code is on its way");
    await assertFocused(page, "Code");
    await page.keyboard.type(sandbox.messages[1]!.code);
    await page.keyboard.press("Enter");

    await heading(page, "You are signed in").waitFor();
    await tabTo(page, button(page, "Sign out"));
    await page.keyboard.press("Space");
    await page.getByLabel("Phone number").waitFor();
  }, { javaScriptEnabled });
}

signInTest("phones know what the fields are for", async ({ page }) => {
  const attributes = (label: string) =>
    page.getByLabel(label).evaluate(({ type, inputMode, autocomplete }: HTMLInputElement) => ({
      type,
      inputMode,
      autocomplete,
    }));
  assert.deepEqual(await attributes("Phone number"), {
    type: "tel",
    inputMode: "",
    autocomplete: "tel",
  });
  await page.getByLabel("Phone number").fill("+15555550100");
  await page.keyboard.press("Enter");
  await heading(page, "Enter your code").waitFor();
  assert.deepEqual(await attributes("Code"), {
    type: "text",
    inputMode: "numeric",
    autocomplete: "one-time-code",
  });
});

signInTest("a message is pasted as a whole", async ({ page, sandbox }) => {
  await page.getByLabel("Phone number").fill("+15555550100");
  await page.keyboard.press("Enter");
  await heading(page, "Enter your code").waitFor();
  await page.evaluate((text) => navigator.clipboard.writeText(text), sandbox.messages[0]!.text);
  await page.keyboard.press("Control+V");
  await page.keyboard.press("Enter");
  await heading(page, "You are signed in").waitFor();
});

for (
  const attack of [
    `"><script>globalThis.pwned=1</script>`,
    `"autofocus/onfocus="globalThis.pwned=1`,
    `'><img/src=x/onerror=globalThis.pwned=1>`,
    `</title></main><svg/onload=globalThis.pwned=1>`,
  ]
) {
  signInTest(`${attack} in any field is text`, async ({ page, sandbox, inbox: address }) => {
    const inbox = await page.context().newPage();
    await inbox.goto(address);
    await page.getByLabel("Phone number").fill(attack);
    await page.keyboard.press("Enter");
    await page.locator("#problem").waitFor();
    assert.equal(await page.getByLabel("Phone number").inputValue(), attack);
    await page.getByLabel("Phone number").fill("+15555550100");
    await page.keyboard.press("Enter");
    await heading(page, "Enter your code").waitFor();
    await page.getByLabel("Code").fill(attack);
    await page.keyboard.press("Enter");
    await page.locator("#problem").waitFor();
    // It cannot be a code, so nothing was sent that the inbox page could show.
    assert.deepEqual(sandbox.requests.filter(({ path }) => path.endsWith("/check")), []);
    for (const shown of [page, inbox]) {
      assert.equal(await shown.evaluate(() => "pwned" in globalThis), false);
    }
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1024, 320]) {
    const viewport = { width, height: 640 };
    signInTest(`accessible, ${colorScheme}, ${width} pixels wide`, async ({ page, sandbox }) => {
      async function assertGood() {
        await assertAccessible(page);
        const overflow = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        assert.equal(overflow, 0);
      }
      await assertGood();
      await page.getByLabel("Phone number").fill("0");
      await page.keyboard.press("Enter");
      await page.locator("#problem").waitFor();
      await assertGood();
      await page.getByLabel("Phone number").fill("+15555550100");
      await page.keyboard.press("Enter");
      await heading(page, "Enter your code").waitFor();
      await assertGood();
      await page.getByLabel("Code").fill("0");
      await page.keyboard.press("Enter");
      await page.locator("#problem").waitFor();
      await page.clock.fastForward(30_000);
      await assertGood();
      await page.getByLabel("Code").fill(sandbox.messages[0]!.code);
      await page.keyboard.press("Enter");
      await heading(page, "You are signed in").waitFor();
      await assertGood();
      await page.goto(new URL("/nothing", page.url()).href);
      await assertGood();
    }, { colorScheme, viewport });
  }
}
