/** What is measured against each other: four ways to send the same code. */

/** Sends one code and returns what the API answered. */
export type Call = () => Promise<{ readonly status?: unknown }>;

/** Prepares calls to an origin, over the global `fetch` or another. */
export type Create = (origin: string, instead?: typeof fetch) => Call;

/**
 * - `ours`: this package.
 * - `guards`: one request written by hand, with the same guards.
 * - `bare`: `fetch` and `JSON.parse`, nothing else.
 * - `sdk`: the vendor's own client.
 */
export type Contender = "ours" | "guards" | "bare" | "sdk";

export const contenders: readonly Contender[] = ["ours", "guards", "bare", "sdk"];

/** One number for each round. */
export type Rounds = Readonly<Record<Contender, readonly number[]>>;

const body = JSON.stringify({
  id: "vrf_01jc0t6fwwfgfsq1md24mhyztj",
  status: "success",
  method: "message",
  channels: ["sms"],
  metadata: { correlation_id: "c0ffee00-0000-4000-8000-000000000000" },
  request_id: "3d19215e-2991-4a05-a41a-527314e6ff6a",
});

const headers = { "content-type": "application/json", "content-length": String(body.length) };

/** The response to every request. */
export function answer(): Response {
  return new Response(body, { headers });
}

/** Throws unless a call came to what {@linkcode answer} says. */
export async function probe(name: string, call: Call): Promise<void> {
  const { status } = await call();
  if (status !== "success") throw new Error(`Cannot measure ${name}: the status is ${status}`);
}
