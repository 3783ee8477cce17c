import type { Widget } from './widgets';

/** The newest error lines of some log groups. */
export const errorLog = (title: string, region: string, logGroups: readonly string[]): Widget =>
  log(
    title,
    region,
    logGroups,
    'fields @timestamp, @message, @log | filter @message like /(?i)(error|exception|timed out)/ | sort @timestamp desc | limit 50',
  );

const OF_FLOWS = 'filter ispresent(correlationId) and ispresent(OperationDuration) | stats min(@timestamp) as began';
const OF_FLOW = `${OF_FLOWS}, earliest(Operation) as trigger, latest(Operation) as last, count(*) as actions, max(status) as worstStatus by correlationId`;

/** How the flows of each trigger ended, then each flow, then what it did; the newest first. */
export const flowLogs = (component: string, region: string, logGroups: readonly string[]): Widget[] => [
  log(
    `${component}: triggers`,
    region,
    logGroups,
    `${OF_FLOW} | stats count(*) as flows, avg(actions) as actionsEach, max(worstStatus) as worst, max(began) as newest by trigger | sort worst desc, flows desc | limit 50`,
    10,
  ),
  log(`${component}: flows`, region, logGroups, `${OF_FLOW} | sort began desc | limit 50`, 14),
  log(
    `${component}: actions of each flow`,
    region,
    logGroups,
    `${OF_FLOWS}, count(*) as times, max(OperationDuration) as slowest, max(status) as worstStatus, latest(ErrorClass) as error by correlationId, Operation | sort began desc | limit 200`,
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
