import { type Fleet, fleetQuery } from '../rules/fleet';
import type { MetricStatistic } from '../rules/rule';
import { type AxisUnit, type Chart, LINES_OF_A_GRAPH } from './chart';

/** Those of a fleet with the highest values. */
export const fleetGraph = (title: string, unit: AxisUnit, metric: MetricStatistic, fleet: Fleet): Chart => ({
  title,
  left: {
    unit,
    lines: [
      {
        // CloudWatch names each line
        label: '',
        metrics: {},
        expression: fleetQuery({ metrics: { m: metric }, is: '>=' }, fleet, LINES_OF_A_GRAPH),
      },
    ],
  },
});
