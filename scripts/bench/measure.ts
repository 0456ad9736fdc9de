/**
 * What one runtime measures in its own process: calls of the client against hand-written ones, in
 * alternating batches so that all meet the same moments of the machine. Prints JSON.
 *
 * Arguments: the origin of a server that answers every request alike, and the number of rounds.
 */
import process from "node:process";
import { answer, credentials, type Measured, median, NUMBER, type Times } from "./shared.ts";

const library = new URL("../../npm/esm/mod.js", import.meta.url).href;
const { Ding }: typeof import("@ding-otp/client") = await import(library);
const [origin, rounds] = [process.argv[2]!, Number(process.argv[3])];

type Call = () => Promise<unknown>;
type Batch = (call: Call, calls: number) => Promise<unknown>;

/** An instant fake: what is left is what a call costs itself. */
const instant = (): Promise<Response> => Promise.resolve(answer());

async function inTurn(call: Call, calls: number): Promise<void> {
  for (let i = 0; i < calls; i++) await call();
}

function inFlight(call: Call, calls: number): Promise<unknown> {
  return Promise.all(Array.from({ length: 100 }, () => inTurn(call, calls / 100)));
}

const measured: Measured = {
  instant: await compare(contest("https://api.example/v1", instant), inTurn, 500),
  sequential: await compare(contest(`${origin}/v1`), inTurn, 100),
  concurrent: await compare(contest(`${origin}/v1`), inFlight, 1_000),
};
console.log(JSON.stringify(measured));

/** The same call thrice: through the client, and by hand, without guards and with them. */
function contest(baseUrl: string, fake?: typeof instant): Record<keyof Times, Call> {
  const ding = new Ding({ ...credentials, baseUrl, ...fake && { fetch: fake } });
  const url = `${baseUrl}/authentication`;
  const bareFetch: typeof fetch = fake ?? fetch;
  const init = () => ({
    method: "POST",
    headers: { "x-api-key": credentials.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ customer_uuid: credentials.customerUuid, phone_number: NUMBER }),
  });
  return {
    ours: () => ding.send({ phoneNumber: NUMBER }),
    async bare() {
      const response = await bareFetch(url, init());
      return JSON.parse(await response.text());
    },
    async guarded() {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 10_000);
      try {
        const { body, ...rest } = init();
        const response = await bareFetch(url, {
          ...rest,
          body: "Deno" in globalThis ? new Blob([body]) : body,
          redirect: "manual",
          signal: controller.signal,
        });
        const told = JSON.parse(await readAtMost(262_144, response));
        return { ...told, at: new Date(told.created_at), until: new Date(told.expires_at) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function readAtMost(limit: number, { body }: Response): Promise<string> {
  const reader = body!.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let chunk; !(chunk = await reader.read()).done;) {
    if ((limit -= chunk.value.byteLength) < 0) throw new RangeError("The body is too long");
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/** Median microseconds for a call of each. */
async function compare(
  calls: Readonly<Record<keyof Times, Call>>,
  batch: Batch,
  size: number,
): Promise<Times> {
  const times: Record<keyof Times, number[]> = { ours: [], guarded: [], bare: [] };
  const turns = Object.keys(times) as (keyof Times)[];
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
    turns.push(turns.shift()!); // Each begins as often as the others.
    for (const name of turns) {
      const start = performance.now();
      await batch(calls[name], size);
      if (round >= 0) times[name].push((performance.now() - start) * 1_000 / size);
    }
  }
  const { ours, guarded, bare } = times;
  return { ours: median(ours), guarded: median(guarded), bare: median(bare) };
}
