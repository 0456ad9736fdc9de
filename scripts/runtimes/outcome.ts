/** The outcomes of tests on a runtime. */

/** One test on one runtime. */
export interface Outcome {
  readonly test: string;
  readonly status: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  readonly detail?: string;
}

/** All tests on one runtime. */
export interface Report {
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/** Something that runs the tests in `npm/tests/`. */
export interface Runtime {
  /** Its name on the command line. */
  readonly id: string;
  readonly name: string;
  run(): Promise<Report>;
}

/** Reads the JUnit report of a test runner. */
export function readJUnit(xml: string): Outcome[] {
  const cases = xml.matchAll(/<testcase\s([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs);
  return [...cases].map(([, attributes, content = ""]) => {
    const test = unescape(/\bname="([^"]*)"/.exec(attributes!)?.[1] ?? "");
    const [, element, rest] = /<(failure|error|skipped)\b(.*)/s.exec(content) ?? [];
    if (element === undefined) return { test, status: "passed" };
    if (element === "skipped") return { test, status: "skipped" };
    return { test, status: "failed", detail: unescape(rest!.replace(/<\/\w+>/g, "")).trim() };
  });
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) => {
    return name === undefined ? String.fromCodePoint(Number(code)) : entities[name] ?? whole;
  });
}
