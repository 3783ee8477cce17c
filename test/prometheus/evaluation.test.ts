import { parseSeries } from '../../lib/prometheus/testing/series-notation';
import { QUERIES, SERIES } from './known-queries';
import { isSame, type Result, resultOf } from './results';

const series = Object.entries(SERIES).map(([name, values]) => ({ series: name, values }));

/** `queue_depth{queue="a"} 1350`, or why it was refused. */
function written(lines: readonly string[]): Result {
  if (lines[0]?.startsWith('refused: ')) return 'refused';
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [parseSeries(line.slice(0, end)).key, Number(line.slice(end))];
    }),
  );
}

test.each(QUERIES)('%s after %d minutes is what Prometheus evaluates', (query, minutes, lines) => {
  const result = resultOf({ series, interval: 60, query, time: minutes * 60 });

  expect({ result, isSame: isSame(result, written(lines)) }).toEqual({ result, isSame: true });
});
