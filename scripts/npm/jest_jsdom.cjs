/** Jest's jsdom has no `fetch`, and hides that of Node: this environment gives it back. */
const { TestEnvironment } = require("jest-environment-jsdom");

// One set: a `fetch` takes no `AbortSignal` but its own.
const web = {
  AbortController,
  AbortSignal,
  fetch,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
};

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, web);
  }
};
