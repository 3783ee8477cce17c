import { Stack } from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { LIMITS } from '../refusals/limits';
import { inspect } from '../tree/inspect';
import { constructsOf, stageOf } from '../tree/stages';

/** An error if a fleet has more members than a query returns. */
export const memberErrors = (members: number, noun: string): string[] =>
  members <= LIMITS.insightsSeries
    ? []
    : [
        `fleet: ${members} ${noun} are more than the ${LIMITS.insightsSeries} that a query of CloudWatch returns. Watch some of them without 'fleet', or in another account or region.`,
      ];

/** An error if the stage has more alarms on queries in the region of a Vigil than CloudWatch takes, those without a Vigil too. */
export function queryAlarmErrors(vigil: IConstruct): string[] {
  const { region } = Stack.of(vigil);
  const queried = constructsOf(stageOf(vigil)).filter(
    (node) => node instanceof CfnAlarm && Stack.of(node).region === region && isQueried(node),
  );
  return queried.length <= LIMITS.insightsAlarms
    ? []
    : [
        `The app has ${queried.length} alarms on queries of Metrics Insights in one region, but CloudWatch takes ${LIMITS.insightsAlarms} in an account and region. Use fewer.`,
      ];
}

const isQueried = (alarm: CfnAlarm): boolean =>
  (inspect<CfnAlarm.MetricDataQueryProperty[]>(alarm.metrics, alarm) ?? []).some(({ expression }) =>
    /^\s*SELECT\b/i.test([expression].flat().join('')),
  );
