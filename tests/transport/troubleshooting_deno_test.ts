/** docs/troubleshooting.md has every message and every code of the clients, and no other. */
import { assert, assertEquals } from "@std/assert";
import { readdirSync, readFileSync } from "node:fs";
import ts from "npm:typescript@6.0.3";

const root = new URL("../../", import.meta.url);

/** The files whose texts become messages. */
const FOLDERS = ["", "transport/", "ding/", "prelude/", "sign_in/", "webhooks/"];
const FILES = FOLDERS.map((name) => `src/${name}`).flatMap((folder) =>
  readdirSync(new URL(folder, root)).filter((name) => name.endsWith(".ts"))
    .map((name) => folder + name)
);

/** Texts with a space that are no part of a message. */
const OTHER_TEXTS = [
  ...["Bearer", "[object", "$1 GMT", "$1 $2 20$3 $4 GMT", "$2 $1 $4 $3 GMT"],
  // A label of the key derivation, and an error that is caught.
  ...["@ding-otp/client ticket", "Cannot decode base64"],
  // Told in words in the table of the keys.
  "(-----BEGIN PUBLIC KEY-----, with line breaks or \\n, in quotes or not)",
  "or CryptoKey (RSA-PSS, SHA-256, verify) of 2048 bits or more",
];

const page = readFileSync(new URL("docs/troubleshooting.md", root), "utf8");
/** Everything in backticks: messages, codes, names. */
const spans = [...page.matchAll(/(`+)(.+?)\1/g)].map(([, , text]) => text!);

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(
    file,
    readFileSync(new URL(file, root), "utf8"),
    ts.ScriptTarget.ES2022,
  );
}

/** The texts in a file that consist of several words, without those in its types. */
function phrases(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isTypeNode(node)) return;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && /\S \S/.test(node.text)) found.push(node.text.trim());
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found.filter((text) => !OTHER_TEXTS.includes(text));
}

/** The members of a union of string literals. */
function wordsOf(file: string, name: string): string[] {
  const declaration = parse(file).statements.filter(ts.isTypeAliasDeclaration)
    .find((statement) => statement.name.text === name);
  assert(declaration && ts.isUnionTypeNode(declaration.type), name);
  return declaration.type.types.flatMap((type) =>
    ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : []
  );
}

const all = FILES.flatMap(phrases);

Deno.test("troubleshooting: every text of a message is documented", () => {
  assert(all.length > 40, "the sources have messages");
  const missing = all.filter((text) => !spans.some((span) => span.includes(text)));
  assertEquals(missing, []);
});

Deno.test("troubleshooting: every code of an error is documented", () => {
  const codes = wordsOf("src/errors.ts", "OtpErrorCode");
  assertEquals(codes.length, 9);
  assertEquals(codes.filter((code) => !spans.includes(code)), []);
});

/** What the documented messages have in the place of what the client inserts. */
const INSERTED =
  /\b(an?|is|must be|within|to|ms|\d+|undefined|string|function|401|404|http_error|NotCapable|CERTIFICATE)\b|[…"]/g;

Deno.test("troubleshooting: every documented message consists of texts of the sources", () => {
  const messages = spans.filter((span) => /^(must|is|no|the) |must return/.test(span));
  assert(messages.length > 30, String(messages.length));
  const longestFirst = all.toSorted((one, other) => other.length - one.length);
  for (const message of messages) {
    const rest = longestFirst.reduce((rest, text) => rest.replaceAll(text, " "), message);
    assertEquals(rest.replace(INSERTED, "").replace(/[\s.,;:?()]/g, ""), "", message);
  }
});
