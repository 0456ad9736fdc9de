/** Runs the tests in the browser. */
import "./inbox_page.ts";
import "./sign_in.ts";
import { runBrowserTests } from "./harness.ts";

Deno.exit(await runBrowserTests() > 0 ? 1 : 0);
