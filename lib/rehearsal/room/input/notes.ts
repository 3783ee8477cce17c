import { counted } from '../../preview/units';
import { durationText } from '../../testing/notation';
import { type KnownMetrics, metricWords } from './known-metrics';
import type { Series } from './series';

/** What would surprise people who look at the alarms. */
export function notesOn(file: string, { metric, samples }: Series, known: KnownMetrics): string[] {
  const times = samples.map(({ time }) => time).sort((one, other) => one - other);
  const steps = times.slice(1).map((time, index) => time - (times[index] as number));
  const repeated = steps.filter((step) => step === 0).length;
  const usual = steps.filter((step) => step > 0).sort((one, other) => one - other)[
    Math.floor((steps.length - repeated) / 2)
  ];
  const [reader, ...others] = usual === undefined ? [] : known.readersOfShorterPeriods(metric, usual);
  const about = `${file}: ${metricWords(metric)}`;
  return [
    ...(repeated === 0 ? [] : [`${about}: ${counted(repeated, 'time')} twice or more; all of their values count.`]),
    ...(reader === undefined
      ? []
      : [
          `${about} has a value each ${durationText(usual as number)}. ${readersText(reader, others.length)} shorter periods, which have no data in between.`,
        ]),
  ];
}

const readersText = (first: string, others: number): string =>
  others === 0 ? `${first} looks at` : `${first} and ${counted(others, 'other alarm')} look at`;
