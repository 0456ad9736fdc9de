/**
 * A misspelled field, status, error code, reason or type in the tables of an operation does not compile. Every
 * word of every table is misspelled in turn, in memory, and its file is type-checked.
 */
import { assert, assertEquals } from "@std/assert";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "npm:typescript@6.0.3";
import project from "../../deno.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));

const FILES = ["src/ding", "src/prelude", "src/webhooks"].flatMap((folder) =>
  readdirSync(root + folder).filter((name) => name.endsWith(".ts")).map((name) =>
    `${root}${folder}/${name}`
  )
);

/** The type checker, over files as they are except for what `edits` has in their place. */
function checkerWith(edits: ReadonlyMap<string, string>): ts.LanguageService {
  const { lib, ...strictness } = project.compilerOptions;
  const { options } = ts.convertCompilerOptionsFromJson({
    ...strictness,
    lib: lib.filter((name) => !name.startsWith("deno.")),
    types: [],
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "Bundler",
    allowImportingTsExtensions: true,
    noEmit: true,
  }, root);
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => FILES,
    // A changed file has another length, as a letter is added to it.
    getScriptVersion: (file) => edits.get(file) ?? "",
    getScriptSnapshot(file) {
      const text = edits.get(file) ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });
}

/** The words of the tables of a file: constants that say of which shape or rules they are. */
function wordsOf(source: ts.SourceFile): ts.Node[] {
  const words: ts.Node[] = [];
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { type, initializer } of statement.declarationList.declarations) {
      const isTable = /\b(ShapeOf|ResultRules)\b/.test(type?.getText(source) ?? "");
      if (isTable && initializer) collect(initializer);
    }
  }
  return words;

  function collect(node: ts.Node): void {
    if (ts.isPropertyAssignment(node)) {
      words.push(node.name);
      // The path in `[path, type]` is the API's own name, which no type of ours knows.
      const value = node.initializer;
      const isPlaced = ts.isArrayLiteralExpression(value) && node.name.getText(source) !== "ok";
      return collect(isPlaced ? value.elements[1]! : value);
    }
    if (ts.isStringLiteral(node)) words.push(node);
    ts.forEachChild(node, collect);
  }
}

Deno.test("a misspelled word in the table of an operation does not compile", () => {
  const edits = new Map<string, string>();
  const checker = checkerWith(edits);
  const counts: Record<string, number> = {};
  for (const file of FILES) {
    assertEquals(checker.getSemanticDiagnostics(file).map((found) => found.messageText), []);
    const source = checker.getProgram()!.getSourceFile(file)!;
    const { text } = source;
    const words = wordsOf(source);
    for (const word of words) {
      const middle = (word.getStart(source) + word.end) >> 1;
      edits.set(file, `${text.slice(0, middle)}z${text.slice(middle)}`);
      const where = `${file.slice(root.length)}: ${word.getText(source)}`;
      assert(checker.getSemanticDiagnostics(file).length > 0, `${where}, misspelled, compiles`);
    }
    edits.delete(file);
    if (words.length > 0) counts[file.slice(root.length)] = words.length;
  }
  checker.dispose();
  // Each operation has a table; `retry` and `send` of Prelude share theirs.
  const operations = [
    ...["check", "feedback", "lookup", "retry", "send", "status"].map((name) => `ding/${name}`),
    ...["check", "feedback", "lookup", "retry", "send"].map((name) => `prelude/${name}`),
  ];
  for (const name of operations) assert(counts[`src/${name}.ts`]! >= 4, name);
});
