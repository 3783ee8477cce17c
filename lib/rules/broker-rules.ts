import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';
import type { Rule } from './rule';

const mq = metricsOf('AWS/AmazonMQ');

type Metrics = Rule['metrics'];

export interface BrokerFacts {
  readonly isRabbit: boolean;
}

export const BROKER_RULES = documentedBy<BrokerFacts>(
  'amazon-mq/latest/developer-guide/security-logging-monitoring-cloudwatch.html',
  [
    {
      id: 'BrokerCpu',
      severity: Severity.P2,
      metrics: ({ isRabbit }) => ({ m: mq(isRabbit ? 'SystemCpuUtilization' : 'CpuUtilization', 'Average') }),
      label: 'CPU of the broker',
      unit: 'percent',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 90,
      why: 'The broker has no CPU left: messages are late.',
      steps: ['Look for many connections that come and go.', 'Take a larger instance.'],
      source: 'As DatabaseCpu: 90 % for a quarter of an hour.',
    },
    {
      id: 'BrokerMemory',
      severity: Severity.P1,
      metrics: ({ isRabbit }): Metrics =>
        isRabbit
          ? { used: mq('RabbitMQMemUsed', 'Maximum'), limit: mq('RabbitMQMemLimit', 'Minimum') }
          : { m: mq('HeapUsage', 'Maximum') },
      expression: ({ isRabbit }) => (isRabbit ? '100 * used / limit' : undefined),
      label: 'Memory of the broker, of its limit',
      unit: 'percent',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 90,
      why: 'The broker is about to run out of memory: then it blocks its producers.',
      steps: ['Look for the queue that grows, and for its consumer.', 'Stop the producer that sends so much.'],
      source: 'Project default: 90 % for a quarter of an hour; RabbitMQ blocks producers at its limit.',
    },
    {
      id: 'BrokerStorage',
      severity: Severity.P1,
      metrics: ({ isRabbit }): Metrics =>
        isRabbit
          ? { free: mq('RabbitMQDiskFree', 'Minimum'), limit: mq('RabbitMQDiskFreeLimit', 'Maximum') }
          : { m: mq('StorePercentUsage', 'Maximum') },
      expression: ({ isRabbit }) => (isRabbit ? '100 * limit / free' : undefined),
      label: 'Storage of the broker, of its limit',
      unit: 'percent',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 80,
      why: 'The broker is about to run out of storage: then it accepts no message any more.',
      steps: ['Look for the queue that grows, and for its consumer.', 'Delete what nobody needs.'],
      source: 'Project default: 80 %; of RabbitMQ, how near the free space is to the least that it needs.',
    },
  ],
);
