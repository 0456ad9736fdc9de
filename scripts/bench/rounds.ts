/**
 * Interleaving. Benchmark libraries (mitata, tinybench) finish one contender before they begin with
 * the next, so on a busy machine their ratios compare two different moments.
 */
import { type Contender, contenders, type Rounds } from "./contender.ts";

/**
 * Measures each contender once a round, each round in another order, so that none is always the one
 * to meet its predecessor's garbage. The first rounds warm up and do not count.
 */
export async function interleave(
  rounds: number,
  measure: (contender: Contender) => Promise<number>,
): Promise<Rounds> {
  const warmUp = Math.ceil(rounds / 5);
  const measured: Record<Contender, number[]> = { ours: [], guards: [], bare: [], sdk: [] };
  for (let round = -warmUp; round < rounds; round++) {
    for (const contender of shuffle(contenders)) {
      const value = await measure(contender);
      if (round >= 0) measured[contender].push(value);
    }
  }
  return measured;
}

function shuffle<T>(items: readonly T[]): T[] {
  return items.map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
