/** Responses with the headers that they all need. */
import type { Asset } from "./assets.ts";
import { errorPage, type Page } from "./pages.ts";

const HEADERS = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; " +
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With "no-referrer", browsers would send "origin: null" for our own forms.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Responds with a page. */
export function respond({ status = 200, headers, html }: Page): Response {
  return new Response(String(html), {
    status,
    headers: {
      ...HEADERS,
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** Sends the browser to another page. */
export function redirect(location: string, cookie?: string): Response {
  const headers = { ...HEADERS, location, "cache-control": "no-store" };
  return new Response(null, {
    status: 303,
    headers: cookie === undefined ? headers : { ...headers, "set-cookie": cookie },
  });
}

/** Responds with a file. */
export function serve(asset: Asset | undefined): Response {
  if (asset === undefined) return respond(errorPage(404, "Page not found."));
  return new Response(asset.content, { headers: { ...HEADERS, "content-type": asset.type } });
}
