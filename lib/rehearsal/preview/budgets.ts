import { LIMITS } from '../../refusals/limits';
import type { Assembly, CompositeAlarm, Dashboard, Stack } from '../assembly/model';

/** The used part of an AWS quota. */
export interface Budget {
  readonly subject: string;
  readonly measure: string;
  readonly used: number;
  readonly limit: number;
  /** 0 to 1, and above. */
  readonly share: number;
  /** At 80 % and above. */
  readonly tight: boolean;
  /** Where AWS documents the limit. */
  readonly source: string;
}

const TIGHT = 0.8;

const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const CLOUDWATCH = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html';
const COMPOSITE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html';

interface Limit<Subject> {
  readonly measure: string;
  readonly limit: number;
  readonly source: string;
  readonly used: (subject: Subject) => number;
}

const STACK: readonly Limit<Stack>[] = [
  { measure: 'resources', limit: 500, source: CLOUDFORMATION, used: ({ resources }) => resources },
  // documented as 1 MB; CloudFormation's error message gives 1000000 bytes
  { measure: 'template bytes', limit: 1_000_000, source: CLOUDFORMATION, used: ({ bytes }) => bytes },
];

const DASHBOARD: readonly Limit<Dashboard>[] = [
  { measure: 'widgets', limit: 500, source: CLOUDWATCH, used: ({ widgets }) => widgets.length },
  {
    measure: 'metrics',
    limit: 2500,
    source: CLOUDWATCH,
    used: ({ widgets }) => add(widgets.map(({ metrics }) => metrics)),
  },
  {
    measure: 'metrics in one widget',
    limit: 500,
    source: CLOUDWATCH,
    used: ({ widgets }) => Math.max(0, ...widgets.map(({ metrics }) => metrics)),
  },
];

const COMPOSITE_ALARM: readonly Limit<CompositeAlarm>[] = [
  {
    measure: 'rule characters',
    limit: LIMITS.compositeRule,
    source: COMPOSITE,
    used: ({ ruleCharacters }) => ruleCharacters,
  },
  { measure: 'children', limit: LIMITS.compositeChildren, source: COMPOSITE, used: ({ children }) => children.length },
];

export function budgetsOf({ stacks, dashboards, alarms }: Assembly): Budget[] {
  const composites = alarms.filter((alarm) => alarm.kind === 'composite');
  return [
    ...stacks.flatMap((stack) => measure(STACK, stack, `stack ${stack.path}`)),
    ...dashboards.flatMap((dashboard) => measure(DASHBOARD, dashboard, `dashboard ${dashboard.name}`)),
    ...composites.flatMap((composite) => measure(COMPOSITE_ALARM, composite, `composite ${composite.name}`)),
  ];
}

function measure<Subject>(limits: readonly Limit<Subject>[], subject: Subject, name: string): Budget[] {
  return limits.map(({ used, ...limit }) => {
    const share = used(subject) / limit.limit;
    return { subject: name, ...limit, used: used(subject), share, tight: share >= TIGHT };
  });
}

const add = (numbers: readonly number[]): number => numbers.reduce((sum, next) => sum + next, 0);
