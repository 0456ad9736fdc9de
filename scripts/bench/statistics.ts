/** Medians, and ratios that hold on a machine whose speed changes all the time. */

/** A median, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The spread of the ratios `one[i] / other[i]`. Values of one round were measured under the same
 * load, so ratios within a round are steadier than the ratio of two medians.
 */
export function ratio(one: readonly number[], other: readonly number[]): Spread {
  return spread(one.map((value, round) => value / other[round]!));
}

/** The spread of the differences `one[i] - other[i]`. */
export function difference(one: readonly number[], other: readonly number[]): Spread {
  return spread(one.map((value, round) => value - other[round]!));
}

function spread(values: readonly number[]): Spread {
  return {
    median: median(values),
    p25: quantile(values, 0.25),
    p75: quantile(values, 0.75),
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position % 1);
}
