#!/usr/bin/env node
// `npx @ding-otp/client` runs this without a command: print the help, rather than start a server.
if (process.argv.length === 2) process.argv.push("--help");
await import("./src/sandbox/cli.js");
