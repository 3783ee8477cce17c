import { Tokenization } from 'aws-cdk-lib';
import type { BuiltAlarm } from '../alarms/component-alarms';
import { pages } from '../contracts/severity';
import type { Line } from './line';

/** A horizontal line in a graph: the threshold of an alarm. */
export interface Threshold {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

/** What pages is red, what does not is orange. */
const [RED, ORANGE] = ['#d62728', '#ff7f0e'];

/** Of the rules of a line, as far as they are on: each once, however many alarms share it. */
export function thresholdsOf({ rules = [] }: Line, alarms: readonly BuiltAlarm[]): Threshold[] {
  const thresholds = alarms.flatMap(({ rule }): Threshold[] => {
    if (!rule || rule.band !== undefined || !rules.includes(rule.id)) return [];
    const label = `${rule.id} ${rule.is} ${Tokenization.stringifyNumber(rule.threshold)}`;
    return [{ label, value: rule.threshold, color: pages(rule.severity) ? RED : ORANGE }];
  });
  return [...new Map(thresholds.map((threshold) => [threshold.label, threshold])).values()];
}
