const sum = (samples: readonly number[]): number => samples.reduce((total, sample) => total + sample, 0);

const STATISTICS: Record<string, (samples: readonly number[]) => number> = {
  Sum: sum,
  Average: (samples) => sum(samples) / samples.length,
  Minimum: (samples) => Math.min(...samples),
  Maximum: (samples) => Math.max(...samples),
  SampleCount: (samples) => samples.length,
};

/** The percentage of a percentile statistic such as `p99`; undefined for any other. */
export function percentileOf(statistic: string): number | undefined {
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  return percent === undefined ? undefined : Number(percent);
}

/** What a statistic says of the samples of one period; nothing without samples. */
export function statisticOf(statistic: string, samples: readonly number[]): number | undefined {
  if (samples.length === 0) return undefined;
  const percent = percentileOf(statistic);
  if (percent !== undefined) {
    const rank = Math.max(1, Math.ceil((percent * samples.length) / 100));
    return [...samples].sort((a, b) => a - b)[rank - 1];
  }
  const simple = STATISTICS[statistic];
  if (simple === undefined) throw new Error(`The statistic '${statistic}' is not one that rules use`);
  return simple(samples);
}

/** With fewer samples than this, a percentile means little. */
export function fewestSamplesOf(statistic: string): number {
  const percent = percentileOf(statistic);
  if (percent === undefined) return 0;
  return percent < 50 ? 1000 / percent : 1000 / (100 - percent);
}
