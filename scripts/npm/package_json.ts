/** The `package.json` of the npm package, from `deno.json`. */
import { entries, type Entry, project } from "../project.ts";

const repository = "https://github.com/ding-otp/client";

/** The text of `package.json`. */
export function packageJson(): string {
  const { name, version, description, license } = project;
  const [main, ...others] = entries;
  const manifest = {
    name,
    version,
    description,
    keywords: ["otp", "2fa", "verification", "sms", "phone", "authentication", "ding", "prelude"],
    license,
    homepage: `${repository}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: "git", url: `git+${repository}.git` },
    type: "module",
    sideEffects: false,
    exports: Object.fromEntries(
      entries.map((
        { key, built },
      ) => [key, { types: `./${built}.d.ts`, default: `./${built}.js` }]),
    ),
    // For TypeScript with `moduleResolution: node10`, which does not read `exports`: NestJS and older
    // Express projects have it. What they compile to finds the modules by `exports`.
    main: `./${main!.built}.js`,
    types: `./${main!.built}.d.ts`,
    typesVersions: {
      "*": Object.fromEntries(
        others.map(({ key, built }) => [key.replace("./", ""), [`./${built}.d.ts`]]),
      ),
    },
    bin: Object.fromEntries(
      entries.filter(({ command }) => command)
        .map((entry) => [commandName(entry), `${entry.built}.js`]),
    ),
    files: ["esm", "CHANGELOG.md"],
    engines: { node: ">=20" },
  };
  return JSON.stringify(manifest, null, 2) + "\n";
}

/** A command is named after its scope and its folder: `ding-otp-sandbox`. */
function commandName({ key }: Entry): string {
  return `${project.name.split("/")[0]!.slice(1)}-${key.split("/")[1]}`;
}
