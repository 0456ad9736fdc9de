import { own } from "../own.ts";

/** Thrown to refuse a request; each version of the API encodes it in its own error format. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The field that caused the refusal. */
  readonly param: string | undefined;

  constructor(
    code: string,
    message: string,
    options: {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly param?: string | undefined;
    } = {},
  ) {
    super(message);
    const { status = 400, headers = {}, param } = own(options);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.param = param;
  }
}

/** The refusal of an unknown path. */
export function notFound(message = "no such path"): Refusal {
  return new Refusal("not_found", message, { status: 404 });
}

/** The refusal of a method, with the methods that the path does allow. */
export function methodNotAllowed(allowed: readonly string[]): Refusal {
  const allow = allowed.map((method) => method === "GET" ? "GET, HEAD" : method).join(", ");
  return new Refusal("method_not_allowed", "this path does not allow this method", {
    status: 405,
    headers: { allow },
  });
}
