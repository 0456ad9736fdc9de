/** Runs the tests in the browser, all or those whose names contain the argument. */
import "./inbox_page.ts";
import "./sign_in.ts";
import { runBrowserTests } from "./harness.ts";

Deno.exit(await runBrowserTests(Deno.args[0]) > 0 ? 1 : 0);
