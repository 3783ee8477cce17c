import { numberOf } from './body';
import { type DrawnLine, seriesOf } from './series';

/** A widget as the dashboard body has it, without its position. */
export interface Widget {
  readonly type: 'metric' | 'alarm' | 'text' | 'log';
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/** A time series graph with thresholds. */
export function graph(title: string, region: string, lines: readonly DrawnLine[], width = 12): Widget {
  const horizontal = lines.flatMap(({ line, thresholds }) =>
    thresholds.map((threshold) => ({
      ...threshold,
      value: numberOf(threshold.value),
      ...(line.axis && { yAxis: line.axis }),
    })),
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

const OF_FLOWS = 'filter ispresent(correlationId) and ispresent(OperationDuration) | stats min(@timestamp) as began';

/** What began with one trigger, and which actions followed it; the newest first. */
export const flowLogs = (component: string, region: string, logGroups: readonly string[]): Widget[] => [
  log(
    `${component}: flows`,
    region,
    logGroups,
    `${OF_FLOWS}, earliest(Operation) as trigger, latest(Operation) as last, count(*) as actions, max(status) as worstStatus by correlationId | sort began desc | limit 50`,
    12,
  ),
  log(
    `${component}: actions of each flow`,
    region,
    logGroups,
    `${OF_FLOWS}, count(*) as times, max(OperationDuration) as slowest, max(status) as worstStatus, latest(ErrorClass) as error by correlationId, Operation | sort began desc | limit 200`,
    12,
  ),
];

function log(title: string, region: string, logGroups: readonly string[], query: string, width = 24): Widget {
  const sources = logGroups.map((group) => `SOURCE '${group}'`).join(' | ');
  return {
    type: 'log',
    width,
    height: 6,
    properties: { title, region, view: 'table', query: `${sources} | ${query}` },
  };
}
