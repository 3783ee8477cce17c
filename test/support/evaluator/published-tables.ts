import type { State } from './model';

/**
 * The tables of "Configuring how CloudWatch alarms treat missing data", section "How alarm state is evaluated when data is
 * missing": https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * Points oldest first, 0 not breaching, X breaching, - missing. Facts restated, not the page's text.
 */
interface PublishedRow {
  readonly points: string;
  readonly missing: State;
  readonly ignore: State | 'RETAIN';
  readonly breaching: State;
  readonly notBreaching: State;
}

interface PublishedTable {
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly rows: readonly PublishedRow[];
}

const row = (
  points: string,
  missing: State,
  ignore: PublishedRow['ignore'],
  breaching: State,
  notBreaching: State,
): PublishedRow => ({ points, missing, ignore, breaching, notBreaching });

export const PUBLISHED: readonly PublishedTable[] = [
  {
    datapointsToAlarm: 3,
    evaluationPeriods: 3,
    rows: [
      row('0-X-X', 'OK', 'OK', 'OK', 'OK'),
      row('0----', 'OK', 'OK', 'OK', 'OK'),
      row('-----', 'INSUFFICIENT_DATA', 'RETAIN', 'ALARM', 'OK'),
      row('0XX-X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'),
      row('--X--', 'ALARM', 'RETAIN', 'ALARM', 'OK'),
    ],
  },
  {
    datapointsToAlarm: 2,
    evaluationPeriods: 3,
    rows: [
      row('0-X-X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'),
      row('00X0X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'),
      row('0-X--', 'OK', 'OK', 'ALARM', 'OK'),
      row('----0', 'OK', 'OK', 'ALARM', 'OK'),
      row('---X-', 'ALARM', 'RETAIN', 'ALARM', 'OK'),
    ],
  },
];

/** Rows of the same page that later editions left out (user guide of 2019): weaker evidence. */
export const FORMERLY_PUBLISHED: readonly PublishedTable[] = [
  {
    datapointsToAlarm: 3,
    evaluationPeriods: 3,
    rows: [row('----X', 'INSUFFICIENT_DATA', 'RETAIN', 'ALARM', 'OK'), row('X----', 'ALARM', 'RETAIN', 'ALARM', 'OK')],
  },
  {
    datapointsToAlarm: 2,
    evaluationPeriods: 3,
    rows: [row('----X', 'INSUFFICIENT_DATA', 'RETAIN', 'ALARM', 'OK')],
  },
];

/** The page's text on "premature" alarms, three of three and `missing`. */
export const NOT_YET_ALARMING: readonly string[] = ['----X', '---X-', '---X0', '--X-0'];
