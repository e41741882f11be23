// The few numbers that a table needs.

/** The value below which `share` of all lie, interpolated. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}

export const median = (values) => quantile(values, 0.5);

export function shuffled(list) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/** The ratio of two contestants: the median over the rounds in which both took part of (median of one / median of the other). */
export function ratioOf(rounds, base) {
  const ratios = rounds.flatMap((samples, round) => (samples?.length > 0 && base[round]?.length > 0 ? [median(samples) / median(base[round])] : []));
  return ratios.length === 0 ? undefined : { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75), rounds: ratios };
}
