import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const kafka = metricsOf('AWS/Kafka');
const PAGE = 'msk/latest/developerguide/metrics-details.html';

export const KAFKA_CLUSTER_RULES = documentedBy<object>(PAGE, [
  {
    id: 'KafkaPartitionsOffline',
    severity: Severity.P1,
    metrics: { m: kafka('OfflinePartitionsCount', 'Maximum') },
    label: 'Partitions without a leader',
    unit: 'count',
    periodMinutes: 1,
    datapoints: [3, 3],
    is: '>=',
    threshold: 1,
    why: 'Partitions have no leader: nothing can be written to them or read from them.',
    steps: ['Look which broker is down.', 'Look at the storage of the brokers.'],
    source:
      'AWS: any is an outage of its topic. Three minutes, in which a new leader is elected when a broker is replaced.',
  },
]);

export const KAFKA_BROKER_RULES = documentedBy<object>(PAGE, [
  {
    id: 'KafkaDisk',
    severity: Severity.P2,
    metrics: { m: kafka('KafkaDataLogsDiskUsed', 'Maximum') },
    label: 'Storage in use',
    unit: 'percent',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 85,
    why: 'A broker is running out of storage: a full broker stops.',
    steps: ['Shorten the retention of the largest topics.', 'Expand the storage of the brokers.'],
    source: "AWS's recommendation: 85 %.",
  },
  {
    id: 'KafkaCpu',
    severity: Severity.P2,
    metrics: { user: kafka('CpuUser', 'Average'), system: kafka('CpuSystem', 'Average') },
    expression: 'user + system',
    label: 'CPU',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [2, 2],
    is: '>=',
    threshold: 60,
    why: 'A broker has no CPU to spare: it could not take over the load of another one.',
    steps: ['Look for a client that asks for small batches.', 'Take larger brokers, or more of them.'],
    source: "AWS's recommendation: 60 % of user and system together, so that the loss of one broker can be borne.",
  },
  {
    id: 'KafkaUnderReplicated',
    severity: Severity.P2,
    metrics: { m: kafka('UnderReplicatedPartitions', 'Maximum') },
    label: 'Partitions with too few replicas',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [6, 6],
    is: '>=',
    threshold: 1,
    why: 'Replicas do not keep up: the loss of another broker would lose data.',
    steps: ['Look which broker is down or slow.', 'Compare network and disk of the brokers.'],
    source: 'Project default: half an hour without a break. Each maintenance of AWS restarts the brokers one by one.',
  },
]);
