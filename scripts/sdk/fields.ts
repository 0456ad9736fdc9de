/** Reads the fields of requests and responses from sources: ours, and the vendor's type declarations. */
import ts from "npm:typescript@5.9.3";

/** Sources by file name. */
export type Sources = Readonly<Record<string, string>>;

/** Names on the wire by what has them, e.g. `options.locale` in `send request`. */
export type FieldLists = Readonly<Record<string, readonly string[]>>;

/** The interface of the vendor's declarations for each list. */
const VENDOR: Readonly<Record<string, readonly [file: string, name: string]>> = {
  "send request": ["verification", "VerificationCreateParams"],
  "send response": ["verification", "VerificationCreateResponse"],
  "check request": ["verification", "VerificationCheckParams"],
  "check response": ["verification", "VerificationCheckResponse"],
  "lookup response": ["lookup", "LookupLookupResponse"],
  "feedback request": ["watch", "WatchSendFeedbacksParams.Feedback"],
  "feedback response": ["watch", "WatchSendFeedbacksResponse"],
};

/** Fields that both sides pass on as they are, so what is inside does not matter. */
const OPAQUE = new Set(["target", "options.app_realm", "options.variables"]);

/** Fields whose words have a meaning to the clients, and so are listed, too. */
const WORDS = new Set(["status", "reason"]);

/** The fields in the vendor's declarations. */
export function readVendorFields(sources: Sources): FieldLists {
  return Object.fromEntries(
    Object.entries(VENDOR).map(([list, [file, name]]) => {
      const interfaces = interfacesOf(parse(requireSource(sources, file)));
      return [list, flatten(interfaces, name).sort()];
    }),
  );
}

/** The fields in the shapes of `src/prelude`. */
export function readOurFields(sources: Sources): FieldLists {
  const [send, check, lookup, feedback, target] = ["send", "check", "lookup", "feedback", "target"]
    .map((name) => parse(requireSource(sources, name))) as [Tree, Tree, Tree, Tree, Tree];
  const refusals = keysOf(requireObject(target, "TARGET_REFUSALS"));
  const ids = [
    ...wireNames(requireObject(send, "METADATA"), "metadata."),
    ...wireNames(requireObject(send, "DISPATCH")),
  ];
  const lists: Record<string, readonly string[]> = {
    "send request": [
      "target",
      ...wireNames(requireObject(send, "SIGNALS"), "signals."),
      ...wireNames(requireObject(send, "OPTIONS"), "options."),
      ...ids,
    ],
    "send response": [
      ...wireNames(requireObject(send, "SENT_FIELDS")),
      ...stringsOf(send, "SENT_STATUSES").map((word) => `status=${word}`),
      ...refusals.map((word) => `reason=${word}`),
    ],
    "check request": [
      ...keysOf(requireObject(check, "body")).filter((name) => name !== "psd2"),
      ...(interfacesOf(check).get("PreludePayment") ?? []).map(({ name }) => `psd2.${name}`),
    ],
    "check response": [
      ...wireNames(requireObject(check, "fields")),
      ...[...stringsOf(check, "ok"), ...keysOf(requireObject(check, "refusals"))]
        .map((word) => `status=${word}`),
    ],
    "lookup response": wireNames(requireObject(lookup, "fields")),
    "feedback request": ["target", "type", ...ids],
    "feedback response": [
      ...wireNames(requireObject(feedback, "fields")),
      ...stringsOf(feedback, "ok").map((word) => `status=${word}`),
    ],
  };
  return Object.fromEntries(
    Object.entries(lists).map(([list, names]) => [list, [...new Set(names)].sort()]),
  );
}

type Tree = ts.SourceFile;

/** A field of an interface. */
interface Member {
  readonly name: string;
  readonly type: ts.TypeNode;
}

function requireSource(sources: Sources, name: string): string {
  const source = sources[name];
  if (source !== undefined) return source;
  throw new Error(`Cannot compare the fields: there is no source ${name}`);
}

function parse(text: string): Tree {
  return ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
}

/** All interfaces by name, with the namespaces that they are in: `Params.Options`. */
function interfacesOf(tree: Tree): ReadonlyMap<string, readonly Member[]> {
  const found = new Map<string, readonly Member[]>();
  function visit(node: ts.Node, prefix: string): void {
    if (ts.isInterfaceDeclaration(node)) {
      found.set(prefix + node.name.text, membersOf(node.members));
    }
    const inside = ts.isModuleDeclaration(node) ? `${prefix}${node.name.text}.` : prefix;
    ts.forEachChild(node, (child) => visit(child, inside));
  }
  visit(tree, "");
  return found;
}

function membersOf(elements: ts.NodeArray<ts.TypeElement>): Member[] {
  return elements.filter(ts.isPropertySignature).flatMap(({ name, type }) =>
    ts.isIdentifier(name) && type !== undefined ? [{ name: name.text, type }] : []
  );
}

function flatten(
  interfaces: ReadonlyMap<string, readonly Member[]>,
  name: string,
  prefix = "",
): string[] {
  const members = interfaces.get(name);
  if (members === undefined) {
    throw new Error(`Cannot compare the fields: the vendor has no interface ${name}`);
  }
  return members.flatMap((member) => {
    const path = prefix + member.name;
    const { type } = member;
    const inner = OPAQUE.has(path) ? undefined : resolve(interfaces, name, type);
    if (inner !== undefined) return flatten(interfaces, inner, `${path}.`);
    const words = WORDS.has(path) ? wordsOf(type).map((word) => `${path}=${word}`) : [];
    return [path, ...words];
  });
}

/** The interface that a type refers to, from inside another one; `undefined` for other types. */
function resolve(
  interfaces: ReadonlyMap<string, readonly Member[]>,
  from: string,
  type: ts.TypeNode,
): string | undefined {
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const namespaces = from.split(".").map((_, index, all) => `${all.slice(0, index).join(".")}.`);
  return ["", ...namespaces].map((namespace) => namespace + type.getText())
    .find((name) => interfaces.has(name));
}

/** The words of a union of string literals. */
function wordsOf(type: ts.TypeNode): string[] {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(wordsOf);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

/** The first initializer of a variable or property with this name. */
function find(tree: Tree, name: string): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  function visit(node: ts.Node): void {
    const isNamed = (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) &&
      node.name.getText() === name;
    if (isNamed) found ??= node.initializer;
    if (found === undefined) ts.forEachChild(node, visit);
  }
  visit(tree);
  return found;
}

function requireObject(tree: Tree, name: string): ts.ObjectLiteralExpression {
  const found = find(tree, name);
  if (found !== undefined && ts.isObjectLiteralExpression(found)) return found;
  throw new Error(`Cannot compare the fields: src/prelude has no object ${name}`);
}

function stringsOf(tree: Tree, name: string): string[] {
  const found = find(tree, name);
  if (found !== undefined && ts.isArrayLiteralExpression(found)) {
    return found.elements.filter(ts.isStringLiteral).map(({ text }) => text);
  }
  throw new Error(`Cannot compare the fields: src/prelude has no list ${name}`);
}

function keysOf(object: ts.ObjectLiteralExpression): string[] {
  return object.properties.flatMap(({ name }) => name === undefined ? [] : [name.getText()]);
}

/** The names that a shape has on the wire: given, or in snake case. */
function wireNames(object: ts.ObjectLiteralExpression, prefix = ""): string[] {
  return object.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => {
    const given = ts.isArrayLiteralExpression(initializer) ? initializer.elements[0] : undefined;
    return prefix +
      (given !== undefined && ts.isStringLiteral(given)
        ? given.text
        : name.getText().replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`));
  });
}
