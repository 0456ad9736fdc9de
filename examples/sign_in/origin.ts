/** The site's origin, and whether a form comes from it. */

/** Returns an origin as browsers write it: in lower case, without a default port or a slash at its end. */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url?.href === `${url?.origin}/` && /^https?:$/.test(url.protocol);
  if (!isOrigin) {
    throw new RangeError("Cannot sign anyone in: SIGN_IN_ORIGIN must be like https://example.com");
  }
  return url.origin;
}

/** Returns whether others than this machine can reach the origin. */
export function isPublic(origin: string): boolean {
  return !/^https?:\/\/(([\w-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(origin);
}

/** Browsers say where a form comes from, and another site's page cannot prevent that. */
export function isFromOurPage({ headers }: Request, origin: string): boolean {
  const from = headers.get("origin");
  return from === null ? headers.get("sec-fetch-site") === "same-origin" : from === origin;
}
