/** The `package.json` of the npm package, from `deno.json`. */
import { entries, project } from "../project.ts";

const repository = "https://github.com/ding-otp/client";

/** What npx runs, by the name of the package or as `ding-otp`: the scope's name. */
export const BIN = "esm/bin.js";

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
    bin: { [name.split("/")[0]!.slice(1)]: BIN },
    files: ["esm", "CHANGELOG.md"],
    engines: { node: ">=20" },
  };
  return JSON.stringify(manifest, null, 2) + "\n";
}
