/** The address that a visitor comes from. */

/** Who knows it: the connection, or a header that the last of this many proxies of yours adds to. */
export type AddressSource = "connection" | { readonly header: string; readonly hops: number };

/** Reads the settings of an {@linkcode AddressSource}. */
export function readAddressSource(
  from: string | undefined,
  hops: string = "1",
): AddressSource | undefined {
  if (from === undefined || from === "connection") return from;
  if (!/^[a-z\d-]+$/i.test(from)) {
    throw new RangeError(
      'Cannot sign anyone in: SIGN_IN_ADDRESS must be "connection" or the name of a header',
    );
  }
  if (!/^[1-9]\d?$/.test(hops)) {
    throw new RangeError("Cannot sign anyone in: SIGN_IN_HOPS must be a number from 1 to 99");
  }
  return { header: from, hops: Number(hops) };
}

/** Returns the address of a visitor, if the source has one. */
export function addressOf(
  { headers }: Request,
  source: AddressSource,
  connection: string | undefined,
): string | undefined {
  if (source === "connection") return readAddress(connection);
  // Each proxy appends whom it was called by. What comes before, a visitor may have made up.
  return readAddress(headers.get(source.header)?.split(",").at(-source.hops)?.trim());
}

/** Returns an address in its canonical form, or `undefined` if the text is not one. */
export function readAddress(text: string | undefined): string | undefined {
  if (text === undefined || !/^[\da-f:.]{2,45}$/i.test(text)) return undefined;
  const address = text.replace(/^::ffff:(?=[\d.]+$)/i, "");
  const isV4 = /^[\d.]+$/.test(address);
  const url = isV4 ? `http://${address}` : `http://[${address}]`;
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (!isV4) return hostname.slice(1, -1);
  // The parser also takes short and octal forms, such as 127.1, but returns them changed.
  return hostname === address ? address : undefined;
}
