/** Tests in a real browser, each with a page of its own that has to keep its console clean. */
import assert from "node:assert/strict";
import axe from "npm:axe-core@4.14.1";
import type { Browser, BrowserContextOptions, Locator, Page } from "npm:playwright-core@1.65.1";
import { launchBrowser } from "../../scripts/browser.ts";

interface BrowserTest {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly fn: (page: Page) => Promise<void>;
}

const tests: BrowserTest[] = [];

/** How long an expectation may take to come true, in milliseconds. */
const PATIENCE = 10_000;

/** Registers a test. */
export function browserTest(
  name: string,
  fn: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): void {
  tests.push({ name, fn, options });
}

/** Runs the tests whose names contain the text, and returns how many failed. */
export async function runBrowserTests(text = ""): Promise<number> {
  const chosen = tests.filter(({ name }) => name.includes(text));
  const browser = await launchBrowser();
  let failed = 0;
  try {
    for (const { name, options, fn } of chosen) {
      try {
        await runOne(browser, { name, options, fn });
        console.log(`ok     ${name}`);
      } catch (error) {
        failed++;
        console.log(`FAILED ${name}\n${error instanceof Error ? error.stack : error}`);
      }
    }
  } finally {
    await browser.close();
  }
  console.log(`\n${chosen.length - failed} passed, ${failed} failed`);
  return failed;
}

async function runOne(browser: Browser, { options, fn }: BrowserTest): Promise<void> {
  const context = await browser.newContext({
    permissions: ["clipboard-read", "clipboard-write"],
    reducedMotion: "reduce",
    ...options,
  });
  try {
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      const isNetwork = /Failed to load resource|ERR_/.test(message.text());
      if (message.type() === "error" && !isNetwork) complaints.push(message.text());
    });
    await fn(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** Waits until the element has the text. */
export async function expectText(locator: Locator, text: string | RegExp): Promise<void> {
  await locator.filter({ hasText: text }).waitFor();
}

/** Presses Tab until the element has the focus: what nobody can reach without a mouse fails. */
export async function tabTo(page: Page, locator: Locator): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Cannot reach ${locator} with the Tab key`);
}

/** Fails for what axe-core finds against WCAG 2.2 AA and its own best practices. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("npm:axe-core@4.14.1") };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
  assert.deepEqual(violations, []);
}
