/** HTML templates that escape every interpolated value. */

/** Text that is already HTML. Only {@linkcode html} creates it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** A value that a template accepts; `undefined` renders nothing. */
export type Filling = Html | string | number | undefined;

/** Renders a template. Text is escaped for use in elements and in double-quoted attributes. */
export function html(strings: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return new Html(String.raw({ raw: strings }, ...fillings.map(escape)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(filling: Filling): string {
  if (filling instanceof Html) return String(filling);
  return String(filling ?? "").replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
