/** What the two sides of the benchmark have to agree on. */

/** Microseconds for a call. */
export interface Times {
  /** Through the client. */
  readonly ours: number;
  /** Written by hand with what keeps a call safe: what a client cannot do without. */
  readonly guarded: number;
  /** Written by hand with nothing of that. */
  readonly bare: number;
}

/** What one runtime measured. */
export interface Measured {
  readonly instant: Times;
  readonly sequential: Times;
  readonly concurrent: Times;
}

export const NUMBER = "+15555550100";

export const credentials: { apiKey: string; customerUuid: string } = {
  apiKey: "key",
  customerUuid: "c0ffee00-0000-4000-8000-000000000000",
};

const body = JSON.stringify({
  authentication_uuid: "a0000000-0000-4000-8000-000000000000",
  status: "pending",
  created_at: "2026-01-01T00:00:00Z",
  expires_at: "2026-01-01T00:10:00Z",
});

const headers = { "content-type": "application/json", "content-length": String(body.length) };

/** The answer to every `send`. */
export function answer(): Response {
  return new Response(body, { headers });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
