/** Measures on Deno, Node or Bun. Arguments: the origin, the number of rounds. Prints JSON. */
import process from "node:process";
import { measure } from "./measure.ts";

const [origin, rounds] = process.argv.slice(2) as [string, string];
console.log(JSON.stringify(await measure({ origin, rounds: Number(rounds), hasClock: true })));
