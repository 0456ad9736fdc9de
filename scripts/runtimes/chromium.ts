/** Chromium, headless, with all tests in a page that a loopback server serves. */
import { launchBrowser } from "../browser.ts";
import type { Outcome, Runtime } from "./outcome.ts";
import { startPeer } from "./peer.ts";
import { singleModule } from "./single_module.ts";

export const chromium: Runtime = {
  id: "chromium",
  name: "Chromium",
  async run() {
    const tests = await singleModule({ hasNode: false });
    await using peer = await startPeer(({ url }) =>
      url.endsWith("/tests.js")
        ? new Response(tests, { headers: { "content-type": "text/javascript; charset=utf-8" } })
        : new Response("<!doctype html>", { headers: { "content-type": "text/html" } })
    );
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const outcomes: Outcome[] = [];
      page.on("pageerror", (error) => {
        outcomes.push({ test: "page", status: "failed", detail: String(error) });
      });
      await page.exposeFunction("report", (outcome: Outcome) => void outcomes.push(outcome));
      await page.goto(peer.origin);
      await page.evaluate(
        `import("/tests.js").then(({ runTests }) => runTests(${JSON.stringify(peer)}, report))`,
      );
      return { version: browser.version(), outcomes };
    } finally {
      await browser.close();
    }
  },
};
