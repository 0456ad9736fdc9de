/** The Playwright recipe: its two tests pass in a real browser, against a small app. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { listen } from "./support.ts";

const run = promisify(execFile);
const { NODE_TEST_CONTEXT: _, ...env } = process.env; // which makes Node report to this process
const [sandbox, port] = await Promise.all([freePort(), freePort()]);

/** The reader's app: a page for each step, and what the recipe expects of it. */
const app = `
  import { Prelude } from "@ding-otp/client";
  import { SignIn, Tickets } from "@ding-otp/client/sign-in";
  import { createServer } from "node:http";

  const tickets = new Tickets({ secrets: ["a secret of 32 bytes or more, for a test"], purpose: "test" });
  const page = (body) => "<!doctype html><title>App</title>" + body;
  const form = (action, label, button, hidden = "") => page(
    \`<form method="post" action="\${action}">\${hidden}<label>\${label} <input name="typed"></label><button>\${button}</button></form>\`,
  );

  export async function start(options, port = 0) {
    const signIn = new SignIn({ client: new Prelude(options), tickets });
    const steps = {
      "/": () => form("/send", "Phone number", "Send code"),
      "/send": async (fields) => {
        const sent = await signIn.start({ phoneNumber: fields.get("typed") });
        const hidden = \`<input type="hidden" name="ticket" value="\${sent.ticket}">\`;
        return sent.ok ? form("/check", "Code", "Sign in", hidden) : page(sent.reason);
      },
      "/check": async (fields) => {
        const done = await signIn.finish({ ticket: fields.get("ticket"), code: fields.get("typed") });
        return page(done.ok ? "Signed in as " + done.phoneNumber : done.reason);
      },
    };
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.setHeader("content-type", "text/html");
      const step = steps[request.url];
      response.end(await step?.(new URLSearchParams(body)));
    });
    await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
    return {
      url: "http://127.0.0.1:" + server.address().port,
      [Symbol.asyncDispose]: () => new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
    };
  }

  const { PRELUDE_API_TOKEN: apiToken, PRELUDE_BASE_URL: baseUrl, APP_PORT } = process.env;
  if (process.argv[1] === import.meta.filename) await start({ apiToken, baseUrl }, Number(APP_PORT));
`;

async function freePort(): Promise<string> {
  const { url, close } = await listen(createServer());
  await close();
  return new URL(url).port;
}

before(async () => {
  const ours = {
    use: {
      launchOptions: { executablePath: process.env.RECIPES_CHROMIUM, args: ["--disable-gpu"] },
    },
    testMatch: "sign_in.spec.js",
    reporter: [["json", { outputFile: "report.json" }]],
  };
  await writeFile("app.js", app);
  for (const file of ["playwright.config.ts", "sign_in.spec.js"]) {
    const text = await readFile(file, "utf8");
    const moved = text.replaceAll("3000", port).replaceAll("6870", sandbox)
      .replace('client sandbox"', `client sandbox --port ${sandbox}"`);
    await writeFile(file, moved);
  }
  await writeFile(
    "ours.config.ts",
    `import config from "./playwright.config.ts";
     const ours = ${JSON.stringify(ours)};
     export default { ...config, ...ours, use: { ...config.use, ...ours.use } };`,
  );
});

test("the page's tests pass in a browser", async () => {
  const cli = new URL(import.meta.resolve("@playwright/test/cli"));
  const args = [cli.pathname, "test", "--config=ours.config.ts"];
  await run(process.execPath, args, { env: { ...env, APP_PORT: port } });
  const { stats } = JSON.parse(await readFile("report.json", "utf8"));
  const { expected, unexpected, flaky, skipped } = stats;
  assert.deepEqual([expected, unexpected, flaky, skipped], [2, 0, 0, 0]);
});
