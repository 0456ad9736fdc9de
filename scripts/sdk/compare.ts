/** Compares two lists of fields, apart from the differences that are known. */
import type { FieldLists } from "./fields.ts";

/** A field that only one side has. */
export interface Difference {
  /** What has the field, e.g. `send request`. */
  readonly list: string;
  readonly name: string;
  readonly side: "ours" | "vendor";
}

/** A difference that is intended. */
export interface KnownDifference extends Difference {
  readonly reason: string;
}

/** What a comparison finds. */
export interface Comparison {
  /** Differences that nobody has decided on. */
  readonly unknown: readonly Difference[];
  /** Known differences that no longer exist, and should be removed from their list. */
  readonly gone: readonly KnownDifference[];
}

/** Compares our fields with the vendor's. */
export function compareFields(
  ours: FieldLists,
  vendor: FieldLists,
  known: readonly KnownDifference[],
): Comparison {
  const differences = Object.keys({ ...ours, ...vendor }).flatMap((list) => [
    ...missing(vendor[list], ours[list]).map((name) => ({ list, name, side: "vendor" as const })),
    // The clients may know more words than the vendor has published: error codes, for example.
    ...missing(ours[list], vendor[list]).filter((name) => !name.includes("="))
      .map((name) => ({ list, name, side: "ours" as const })),
  ]);
  return {
    unknown: differences.filter((found) => !known.some((one) => isSame(one, found))),
    gone: known.filter((one) => !differences.some((found) => isSame(one, found))),
  };
}

/** The report of a comparison in Markdown; empty if there is nothing to do. */
export function describe({ unknown, gone }: Comparison): string {
  return [
    ...unknown.map(({ list, name, side }) =>
      `- ${list}: only ${side === "ours" ? "we have" : "the vendor has"} \`${name}\``
    ),
    ...gone.map(({ list, name, side }) =>
      `- ${list}: \`${name}\` is no longer only ${
        side === "ours" ? "ours" : "the vendor's"
      }; remove it from \`scripts/sdk/known.ts\``
    ),
  ].join("\n");
}

function missing(from: readonly string[] = [], within: readonly string[] = []): string[] {
  return from.filter((name) => !within.includes(name));
}

function isSame(left: Difference, right: Difference): boolean {
  return left.list === right.list && left.name === right.name && left.side === right.side;
}
