/**
 * What one runtime measures in its own process: calls of the client against hand-written ones, in
 * alternating batches so that both meet the same moments of the machine. Prints JSON.
 *
 * Arguments: the origin of a server that answers every request alike, and the number of rounds.
 */
import process from "node:process";
import { answer, credentials, type Measured, median, NUMBER, type Pair } from "./shared.ts";

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
  instant: await compare(pair("https://api.example/v1", instant), inTurn, 500),
  sequential: await compare(pair(`${origin}/v1`), inTurn, 100),
  concurrent: await compare(pair(`${origin}/v1`), inFlight, 1_000),
};
console.log(JSON.stringify(measured));

/** The same call twice: through the client, and as one would write it by hand. */
function pair(baseUrl: string, fake?: typeof instant): { ours: Call; bare: Call } {
  const ding = new Ding({ ...credentials, baseUrl, ...fake && { fetch: fake } });
  const url = `${baseUrl}/authentication`;
  const bareFetch: typeof fetch = fake ?? fetch;
  return {
    ours: () => ding.send({ phoneNumber: NUMBER }),
    async bare() {
      const response = await bareFetch(url, {
        method: "POST",
        headers: { "x-api-key": credentials.apiKey, "content-type": "application/json" },
        body: JSON.stringify({ customer_uuid: credentials.customerUuid, phone_number: NUMBER }),
      });
      return JSON.parse(await response.text());
    },
  };
}

/** Median microseconds for a call. */
async function compare(
  { ours, bare }: { ours: Call; bare: Call },
  batch: Batch,
  calls: number,
): Promise<Pair> {
  const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  const warmUp = Math.ceil(rounds / 4);
  for (let round = -warmUp; round < rounds; round++) {
    const turns = [["ours", ours], ["bare", bare]] as const;
    for (const [name, call] of round % 2 === 0 ? turns : turns.toReversed()) {
      const start = performance.now();
      await batch(call, calls);
      if (round >= 0) times[name].push((performance.now() - start) * 1_000 / calls);
    }
  }
  return { ours: median(times.ours), bare: median(times.bare) };
}
