import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { RuleRow } from './rule';

const ec2 = metricsOf('AWS/EC2');
const groups = metricsOf('AWS/AutoScaling');

const ROWS = {
  checks: {
    id: 'InstanceCheckFailed',
    severity: Severity.P1,
    metrics: { m: ec2('StatusCheckFailed', 'Maximum') },
    label: 'Failed status checks',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [5, 5],
    is: '>=',
    threshold: 1,
    why: 'An instance does not pass its status checks: its host, its network or its system is down.',
    steps: [
      'Look which check fails: of the system or of the instance.',
      'Stop and start it, so that it gets another host.',
    ],
    source:
      'AWS recommends two minutes, before it recovers the instance by itself; five, so that what is recovered or replaced does not page.',
  },
  cpu: {
    id: 'InstanceCpu',
    severity: Severity.P2,
    metrics: { m: ec2('CPUUtilization', 'Average') },
    label: 'CPU',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [4, 4],
    is: '>=',
    threshold: 90,
    why: 'The CPU has been used up for an hour: answers become slow.',
    steps: ['Find the process that takes it.', 'Take a larger instance, or more of them.'],
    source:
      'Project default: 90 % for an hour, in which Auto Scaling would have added instances and a batch would have ended.',
  },
} as const satisfies Record<string, Omit<RuleRow<object>, 'ground'>>;

export const EC2_INSTANCE_RULES = documentedBy<object>('AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html', [
  ROWS.checks,
  ROWS.cpu,
]);

export interface AutoScalingGroupFacts {
  /** It publishes the number of its instances, which has to be switched on. */
  readonly isMeasured: boolean;
}

export const AUTO_SCALING_GROUP_RULES = documentedBy<AutoScalingGroupFacts>(
  'autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html',
  [
    { ...ROWS.cpu },
    {
      id: 'InstancesMissing',
      severity: Severity.P2,
      appliesTo: ({ isMeasured }) => isMeasured,
      metrics: {
        wanted: groups('GroupDesiredCapacity', 'Average'),
        running: groups('GroupInServiceInstances', 'Average'),
      },
      expression: 'wanted - running',
      label: 'Desired instances that are not in service',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 1,
      why: 'Fewer instances are in service than the group wants: they fail to start, or their health check.',
      steps: [
        'Read the activity of the group.',
        'Find out why instances are terminated: health check, capacity, launch template.',
      ],
      source: 'As TasksMissing: a quarter of an hour without a break, since an instance takes minutes to start.',
    },
  ],
);
