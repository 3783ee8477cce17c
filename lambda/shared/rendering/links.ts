import { consoleHost } from '../../../lib/contracts/console';
import type { Alert, Incident } from '../alerts/alert';
import { clean } from './words';

export interface Link {
  readonly label: string;
  readonly url: string;
}

const HOUR = 3_600_000;
const LONGEST = 2000;

/** Where to look: what to do, what is graphed, what was logged at the time. */
export function linksOf(alert: Alert, { followUp, assigned }: Incident): Link[] {
  const { runbookUrl, dashboardUrl, arn, name, region = 'us-east-1', logGroups, metrics, changedAt, state } = alert;
  const console = `https://${region}.${consoleHost(region)}/cloudwatch/home?region=${region}`;
  const functionName = metrics.map(({ dimensions }) => dimensions['FunctionName']).find((each) => each !== undefined);
  const group = logGroups[0] ?? (functionName && `/aws/lambda/${functionName}`);
  const links: (Link | undefined)[] = [
    state === 'ALARM' && followUp
      ? { label: assigned === undefined ? 'Acknowledge' : 'Release', url: followUp.pageUrl }
      : undefined,
    runbookUrl ? { label: 'Runbook', url: runbookUrl } : undefined,
    dashboardUrl ? { label: 'Dashboard', url: dashboardUrl } : undefined,
    arn === undefined ? undefined : { label: 'Alarm', url: `${console}#alarmsV2:alarm/${encoded(name)}` },
    group === undefined
      ? undefined
      : {
          label: 'Logs',
          url: `${console}#logsV2:log-groups/log-group/${inConsole(encoded(group))}/log-events${inConsole(`?start=${changedAt - HOUR / 2}&end=${changedAt + HOUR / 6}`)}`,
        },
  ];
  return links.flatMap((link) => (link !== undefined && link.url.length <= LONGEST ? link : []));
}

const encoded = (text: string): string => encodeURIComponent(clean(text));

/** The console writes `$` for `%` behind its own `#`, and encodes names there twice. */
const inConsole = (text: string): string => encoded(text).replaceAll('%', '$');
