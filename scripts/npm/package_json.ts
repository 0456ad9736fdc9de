/** The `package.json` of the npm package, from `deno.json`. */
import { entries, type Entry, project } from "../project.ts";

const { name, version, description, license } = project;

const repository = "https://github.com/ding-otp/client";

const keywords = [
  "otp",
  "2fa",
  "verification",
  "sms",
  "phone",
  "authentication",
  "ding",
  "prelude",
];

function target(entry: Entry): { types: string; default: string } {
  return { types: `./${entry.built}.d.ts`, default: `./${entry.built}.js` };
}

/** A command is called by its scope and its folder: `ding-otp-sandbox`. */
function commandName(entry: Entry): string {
  return `${name.slice(1, name.indexOf("/"))}-${entry.key.split("/")[1]}`;
}

/** The text of `package.json`. */
export function packageJson(): string {
  const commands = entries.filter((entry) => entry.command);
  const manifest = {
    name,
    version,
    description,
    keywords,
    license,
    homepage: `${repository}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: "git", url: `git+${repository}.git` },
    type: "module",
    sideEffects: false,
    exports: Object.fromEntries(entries.map((entry) => [entry.key, target(entry)])),
    ...commands.length > 0 && {
      bin: Object.fromEntries(commands.map((entry) => [commandName(entry), `${entry.built}.js`])),
    },
    files: ["esm", "CHANGELOG.md"],
    engines: { node: ">=20" },
  };
  return JSON.stringify(manifest, null, 2) + "\n";
}
