import { FLEET_OF_FUNCTIONS, FLEET_OF_QUEUES } from '../../lib/rules/fleet-rules';
import { type Candidate, candidates, type OpenRule, type Rule } from '../../lib/rules/rule';
import { linkTo } from './alarms';
import { conditionOf } from './condition';

const FUNCTIONS = candidates(FLEET_OF_FUNCTIONS, { timeoutSeconds: 30, hasFailureDestination: false });
const QUEUES = candidates(FLEET_OF_QUEUES, {
  isConsumed: true,
  isFifo: false,
  visibilityTimeoutSeconds: 180,
  maxReceiveCount: 5,
  retentionSeconds: 345_600,
});

/** The generated sections of docs/scale.md. */
export const fleetSections = (): ReadonlyMap<string, string> =>
  new Map([
    [
      'fleet-rules',
      [
        '| Of | Rule | Severity | Alarm if |',
        '|-|-|-|-|',
        ...FUNCTIONS.map((each) => lineOf('functions', each)),
        ...QUEUES.map((each) => lineOf('queues', each)),
      ].join('\n'),
    ],
  ]);

function lineOf(noun: string, { rule, on }: Candidate): string {
  const isOpen = rule.threshold === undefined;
  const severity = isOpen ? `${rule.severity}, with your threshold` : on ? rule.severity : `${rule.severity}, off`;
  return `| ${noun} | ${linkTo(rule.id)} | ${severity} | ${conditionOf(closed(rule), isOpen)} |`;
}

const closed = (rule: OpenRule): Rule => ({ ...rule, threshold: rule.threshold ?? 0 });
