import { numberOf } from './body';
import { type DrawnLine, seriesOf } from './series';

/** A widget as the dashboard body has it, without its place. */
export interface Widget {
  readonly type: 'metric' | 'alarm' | 'text' | 'log';
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/** A time series graph with thresholds. */
export function graph(title: string, region: string, lines: readonly DrawnLine[], width = 12): Widget {
  const horizontal = lines.flatMap(({ line, threshold }) =>
    threshold === undefined
      ? []
      : [
          {
            ...threshold,
            value: numberOf(threshold.value),
            color: '#d62728',
            ...(line.axis && { yAxis: line.axis }),
          },
        ],
  );
  return {
    type: 'metric',
    width,
    height: 6,
    properties: {
      title,
      region,
      ...seriesOf(lines, region),
      ...(horizontal.length > 0 && { annotations: { horizontal } }),
      yAxis: { left: AXIS, ...(lines.some(({ line }) => line.axis) && { right: AXIS }) },
      period: 60,
    },
  };
}

const AXIS = { min: 0 };

export const text = (markdown: string, height = 2): Widget => ({
  type: 'text',
  width: 24,
  height,
  properties: { markdown },
});

/** The alarms of an environment, those in alarm first. */
export function alarmStatus(title: string, arns: readonly string[]): Widget {
  const perRow = 4;
  return {
    type: 'alarm',
    width: 24,
    height: Math.min(12, 2 + Math.ceil(arns.length / perRow)),
    properties: { title, alarms: arns, sortBy: 'stateUpdatedTimestamp' },
  };
}

/** The newest error lines of some log groups. */
export const errorLog = (title: string, region: string, logGroups: readonly string[]): Widget =>
  log(
    title,
    region,
    logGroups,
    'fields @timestamp, @message, @log | filter @message like /(?i)(error|exception|timed out)/ | sort @timestamp desc | limit 50',
  );

/** What followed one trigger stands together, the newest flow first. */
export const flowLog = (title: string, region: string, logGroups: readonly string[]): Widget =>
  log(
    title,
    region,
    logGroups,
    'filter ispresent(correlationId) and ispresent(Operation) | stats min(@timestamp) as began, count(*) as actions, count_distinct(Operation) as operations, max(status) as worstStatus, latest(Operation) as last by correlationId | sort began desc | limit 50',
  );

function log(title: string, region: string, logGroups: readonly string[], query: string): Widget {
  const sources = logGroups.map((group) => `SOURCE '${group}'`).join(' | ');
  return {
    type: 'log',
    width: 24,
    height: 6,
    properties: { title, region, view: 'table', query: `${sources} | ${query}` },
  };
}
