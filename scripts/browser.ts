/** Debian's Chromium, headless, driven by Playwright. */
import { type Browser, chromium } from "npm:playwright-core@1.65.1";
import { capture, output } from "./process.ts";

/** Starts a browser. */
export async function launchBrowser(): Promise<Browser> {
  // Playwright itself turns off the sandbox, updates and other traffic in the background.
  const args = ["--disable-gpu", "--disable-quic"];
  return await chromium.launch({ executablePath: await findChromium(), args });
}

/** Finds Chromium on the PATH, and installs Debian's if it is missing. */
export async function findChromium(): Promise<string> {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const { code, stdout } = await capture(["which", name]);
    if (code === 0) return stdout.trim();
  }
  console.log("installing chromium with apt-get");
  await output(["apt-get", "update"]);
  await output(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]);
  return (await output(["which", "chromium"])).trim();
}
