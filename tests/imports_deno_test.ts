/**
 * The architecture as a table, and tests that hold the imports to it. Imports of types count like any
 * other: who needs to know a type depends on the file that declares it.
 */
import { assertEquals } from "@std/assert";
import { entries, root } from "../scripts/project.ts";
import { test } from "./support/harness.ts";

/** A part of the package that can be understood without the others. */
interface Area {
  /**
   * Files and folders (with a slash at the end) from top to bottom, one layer each line. A file may
   * import from its own folder and from the layers below; never up, and never sideways, from another
   * path of its own layer. A file that is named itself does not belong to its folder.
   */
  readonly layers: readonly (readonly string[])[];
  /** Files of other areas that this one may import. */
  readonly shares: readonly string[];
}

const AREAS: Readonly<Record<string, Area>> = {
  client: {
    layers: [
      ["mod.ts"],
      ["src/ding/client.ts", "src/prelude/client.ts"],
      ["src/ding/", "src/prelude/"],
      ["src/otp_client.ts"],
      ["src/transport/"],
      ["src/fields.ts", "src/normalize.ts"],
      ["src/timestamp.ts", "src/validate.ts"],
      ["src/stack.ts"],
      ["src/errors.ts"],
      ["src/objects.ts", "src/results.ts"],
    ],
    shares: [],
  },
  webhooks: {
    layers: [
      ["src/webhooks/mod.ts"],
      ["src/webhooks/"],
    ],
    shares: ["src/fields.ts", "src/objects.ts", "src/timestamp.ts"],
  },
  sign_in: {
    layers: [
      ["src/sign_in/mod.ts"],
      ["src/sign_in/"],
    ],
    shares: [
      "src/normalize.ts",
      "src/otp_client.ts",
      "src/results.ts",
      "src/transport/options.ts",
      "src/validate.ts",
    ],
  },
  sandbox: {
    layers: [
      ["src/sandbox/cli.ts"],
      ["src/sandbox/mod.ts", "src/sandbox/server/"],
      ["src/sandbox/sandbox.ts"],
      ["src/sandbox/v1/", "src/sandbox/v2/"],
      ["src/sandbox/api_version.ts"],
      ["src/sandbox/faults/"],
      ["src/sandbox/state/"],
      ["src/sandbox/http/", "src/sandbox/settings.ts"],
      ["src/sandbox/fault.ts", "src/sandbox/options.ts"],
      ["src/sandbox/formats.ts", "src/sandbox/message.ts", "src/sandbox/validate.ts"],
      ["src/sandbox/own.ts"],
    ],
    shares: [],
  },
};

/** Where the table places a file. */
interface Place {
  readonly area: string;
  readonly layer: number;
  readonly path: string;
}

const PLACES: readonly Place[] = Object.entries(AREAS).flatMap(([area, { layers }]) =>
  layers.flatMap((paths, layer) => paths.map((path) => ({ area, layer, path })))
);

/** The place of a file: of all paths that cover it, the longest. */
function placeOf(file: string): Place | undefined {
  return PLACES.filter(({ path }) => path === file || (path.endsWith("/") && file.startsWith(path)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

/** What an import breaks; `undefined` if the table allows it. */
function offense(from: string, to: string): string | undefined {
  const importer = placeOf(from);
  const imported = placeOf(to);
  if (importer === undefined || imported === undefined) return undefined;
  if (importer.area !== imported.area) {
    return AREAS[importer.area]!.shares.includes(to) ? undefined : "outside of its area";
  }
  if (importer.layer === imported.layer) {
    return importer.path === imported.path ? undefined : "sideways";
  }
  return importer.layer < imported.layer ? undefined : "upwards";
}

/** Each file of the package and the files that it imports, as `deno info` resolves them. */
type Graph = ReadonlyMap<string, readonly string[]>;

interface DenoInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

function readGraph(): Graph {
  const base = new URL("..", import.meta.url).href;
  const graph = new Map<string, string[]>();
  for (const { source } of entries) {
    const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", `${root}${source}`],
    }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const { modules }: DenoInfo = JSON.parse(new TextDecoder().decode(stdout));
    for (const { specifier, dependencies = [] } of modules) {
      if (!specifier.startsWith(base)) continue;
      const imported = dependencies.flatMap(({ code, type }) => [code?.specifier, type?.specifier])
        .filter((target) => target?.startsWith(base)).map((target) => target!.slice(base.length));
      graph.set(specifier.slice(base.length), [...new Set(imported)]);
    }
  }
  return graph;
}

/** The files of a folder and of those below it, as far as they are TypeScript. */
function sourcesOf(folder: string): string[] {
  return [...Deno.readDirSync(`${root}${folder}`)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return sourcesOf(`${folder}/${name}`);
    return name.endsWith(".ts") ? [`${folder}/${name}`] : [];
  });
}

/** Circles in the graph, each as a path that ends where it began. */
function circlesOf(graph: Graph): string[] {
  const circles: string[] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  function visit(file: string): void {
    if (finished.has(file)) return;
    const start = trail.indexOf(file);
    if (start >= 0) {
      circles.push([...trail.slice(start), file].join(" → "));
      return;
    }
    trail.push(file);
    for (const imported of graph.get(file) ?? []) visit(imported);
    trail.pop();
    finished.add(file);
  }
  for (const file of graph.keys()) visit(file);
  return circles;
}

const graph = readGraph();

test("every source file is part of an entry, and has a place in the table", () => {
  const files = ["mod.ts", ...sourcesOf("src")];
  assertEquals(files.filter((file) => !graph.has(file)), []);
  assertEquals(files.filter((file) => placeOf(file) === undefined), []);
});

test("every path of the table has files", () => {
  const used = new Set([...graph.keys()].map((file) => placeOf(file)?.path));
  const shared = Object.values(AREAS).flatMap(({ shares }) => shares);
  assertEquals(PLACES.map(({ path }) => path).filter((path) => !used.has(path)), []);
  assertEquals(shared.filter((file) => !graph.has(file)), []);
});

test("no imports go in a circle, not even those of types", () => {
  assertEquals(circlesOf(graph), []);
});

test("imports run one way, as in the table", () => {
  const offenses = [...graph].flatMap(([from, imports]) =>
    imports.map((to) => ({ from, to, is: offense(from, to) }))
  );
  assertEquals(offenses.filter(({ is }) => is !== undefined), []);
});

// Proof that the checks above can fail.
for (
  const [imports, circles] of [
    [{ a: ["b", "c"], b: ["c"], c: [] }, []],
    [{ a: ["a"] }, ["a → a"]],
    [{ a: ["b"], b: ["c"], c: ["b"] }, ["b → c → b"]],
  ] as [Record<string, string[]>, string[]][]
) {
  test(`circles of ${JSON.stringify(imports)}`, () => {
    assertEquals(circlesOf(new Map(Object.entries(imports))), circles);
  });
}

for (
  const [from, to, is] of [
    ["src/sandbox/v1/a.ts", "src/sandbox/state/b.ts", undefined],
    ["src/sandbox/v1/a.ts", "src/sandbox/v1/b.ts", undefined],
    ["src/sandbox/v1/a.ts", "src/sandbox/v2/b.ts", "sideways"],
    ["src/sandbox/state/a.ts", "src/sandbox/v1/b.ts", "upwards"],
    ["src/sandbox/state/a.ts", "src/sandbox/sandbox.ts", "upwards"],
    ["src/sandbox/state/a.ts", "src/transport/b.ts", "outside of its area"],
    ["src/webhooks/a.ts", "src/ding/b.ts", "outside of its area"],
  ] as const
) {
  test(`an import of ${to} from ${from} is ${is ?? "allowed"}`, () => {
    assertEquals(offense(from, to), is);
  });
}
