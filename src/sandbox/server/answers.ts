/** Responses of the page and its controls. */
import { notFound, type Refusal } from "../http/refusal.ts";
import { own } from "../own.ts";
import { assets } from "./assets.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  pem: "application/x-pem-file",
};

/** Only our own files run or load, and no text can become markup, not even by mistake. */
const PROTECTION: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    ...["script-src", "style-src", "img-src", "connect-src"].map((kind) => `${kind} 'self'`),
    ...["base-uri", "form-action", "frame-ancestors"].map((kind) => `${kind} 'none'`),
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A file of the page; throws a {@linkcode Refusal} if there is none. */
export function answerFile(name: string): Response {
  const text = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (text === undefined) throw notFound();
  return answerText(name, text);
}

/** A text with the content type of its name. */
export function answerText(name: string, text: string): Response {
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)]!;
  return new Response(text, own({ headers: own({ ...PROTECTION, "content-type": type }) }));
}

/** The page itself, which names its files by their absolute paths. */
export function answerPage(mount: string): Response {
  return answerText(
    "index.html",
    assets["index.html"]!.replaceAll('"/sandbox/', `"${mount}/sandbox/`),
  );
}

/** JSON, with status 200 by default. */
export function answer(body: unknown, options: Partial<Refusal> = {}): Response {
  const { status = 200, headers } = own(options);
  return new Response(
    JSON.stringify(body),
    own({
      status,
      headers: own({ ...PROTECTION, "content-type": "application/json", ...headers }),
    }),
  );
}

/** A refusal in the API's error format. */
export function encodeRefusal(refusal: Refusal): Response {
  return answer({ code: refusal.code, message: refusal.message }, refusal);
}
