/** Rewriting what a module imports, while TypeScript prints it. */
import ts from "npm:typescript@6.0.3";

/** A transformer that renames the modules that are named in imports, exports and types. */
export function renameModules<T extends ts.Node>(
  rename: (specifier: string) => string,
): ts.TransformerFactory<T> {
  return (context) => {
    function visit(node: ts.Node, insideImportType: boolean): ts.Node {
      const named = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ||
        isImportCall(node) || (insideImportType && ts.isLiteralTypeNode(node));
      return ts.visitEachChild(node, (child) => {
        return named && ts.isStringLiteral(child)
          ? context.factory.createStringLiteral(rename(child.text))
          : visit(child, ts.isImportTypeNode(node));
      }, context);
    }
    return (node) => visit(node, false) as T;
  };
}

function isImportCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}
