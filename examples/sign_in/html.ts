/** HTML in which everything that is filled in is escaped. */

/** Text that is HTML already; only {@linkcode html} makes it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may be filled in; `undefined` leaves the place empty. */
export type Filling = Html | string | number | undefined;

/** A template: text is escaped, for elements and for attributes in double quotes. */
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
