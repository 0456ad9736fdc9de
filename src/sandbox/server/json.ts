/** Bodies of the controls. */
import { readCall, Refusal } from "../http/call.ts";

/** The body as JSON; `undefined` when it is none. */
export async function readJson(request: Request): Promise<unknown> {
  const { tooLarge, json } = await readCall(request, undefined);
  if (!tooLarge) return json;
  throw new Refusal("payload_too_large", "the body is too large", { status: 413 });
}

/** Throws a {@linkcode Refusal} for JSON that is not an object. */
export function readObject(json: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Readonly<Record<string, unknown>>;
  }
  throw new Refusal("bad_request", `${name} is not a JSON object`);
}
