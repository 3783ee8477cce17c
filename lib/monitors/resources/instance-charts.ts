import type { Chart, Charts, KeyNumber, Line } from '../../dashboards/chart';
import type { InstanceFacts } from '../../rules/database-rules';
import { metricsOf } from '../../rules/metrics-of';
import { GIB } from './instance-classes';

const rds = metricsOf('AWS/RDS');
const MIB = 2 ** 20;
const MILLISECONDS = { times: 1000 };

const cpu: Line = {
  label: 'CPU',
  means: 'usage',
  metrics: { m: rds('CPUUtilization', 'Average') },
  rules: ['DatabaseCpu', 'DatabaseBusy'],
};
const connections: Line = {
  label: 'Connections',
  means: 'traffic',
  metrics: { m: rds('DatabaseConnections', 'Maximum') },
};
const readLatency: Line = {
  label: 'Read',
  means: 'p50',
  metrics: { m: rds('ReadLatency', 'Average') },
  scale: MILLISECONDS,
};
const writeLatency: Line = {
  label: 'Write',
  means: 'p90',
  metrics: { m: rds('WriteLatency', 'Average') },
  scale: MILLISECONDS,
};
const free = (label: string, metric: string): Line => ({
  label,
  means: 'remaining',
  metrics: { m: rds(metric, 'Average') },
  scale: { over: GIB },
});
const memory = free('Free memory', 'FreeableMemory');

/** The charts of an RDS instance, or of one instance of an Aurora cluster. */
export const instanceCharts = (facts: InstanceFacts): Charts => ({
  numbers: facts.isAurora ? [] : NUMBERS,
  symptoms: [{ title: 'latency', left: { unit: 'ms', lines: [readLatency, writeLatency] } }, usage(facts)],
  causes: [
    {
      title: 'free memory, free storage',
      left: { unit: 'GiB', lines: [memory] },
      // of another size
      right: { unit: 'GiB', lines: [facts.isAurora ? free('Free local storage', 'FreeLocalStorage') : storage] },
    },
    IOPS,
    NETWORK,
    ...credits(facts),
  ],
});

const storage = free('Free storage', 'FreeStorageSpace');

const NUMBERS: readonly KeyNumber[] = [
  { ...cpu, label: 'CPU %' },
  connections,
  { ...readLatency, label: 'Read latency (ms)' },
  { ...writeLatency, label: 'Write latency (ms)' },
  { ...storage, label: 'Free storage (GiB)' },
];

/** Connections as a share of the most that there may be, so that their limit does not flatten them. */
function usage({ maxConnections }: InstanceFacts): Chart {
  const share: Line = {
    ...connections,
    label: 'Connections % of the maximum',
    scale: { times: 100, over: maxConnections },
    rules: ['DatabaseConnections', 'ConnectionsHigh'],
  };
  return {
    title: 'CPU, connections',
    left: { unit: 'Percent', lines: [cpu, ...(maxConnections === undefined ? [] : [share])] },
    ...(maxConnections === undefined && { right: { unit: 'Count', lines: [connections] } }),
  };
}

const IOPS: Chart = {
  title: 'disk operations',
  left: {
    unit: 'per second',
    lines: [
      { label: 'Read', means: 'traffic', metrics: { m: rds('ReadIOPS', 'Average') } },
      { label: 'Write', means: 'traffic', metrics: { m: rds('WriteIOPS', 'Average') } },
    ],
  },
  right: {
    unit: 'Count',
    lines: [{ label: 'Waiting', means: 'backlog', metrics: { m: rds('DiskQueueDepth', 'Average') } }],
  },
};

const throughput = (label: string, metric: string): Line => ({
  label,
  means: 'traffic',
  metrics: { m: rds(metric, 'Average') },
  scale: { over: MIB },
});
const NETWORK: Chart = {
  title: 'network',
  left: {
    unit: 'MiB/s',
    lines: [throughput('Received', 'NetworkReceiveThroughput'), throughput('Sent', 'NetworkTransmitThroughput')],
  },
};

/** What bursts: the CPU of classes that earn credits, the storage of instances that are not of Aurora. */
function credits({ isAurora, maxCpuCredits }: InstanceFacts): Chart[] {
  const cpuCredits: Line = {
    label: 'CPU credits',
    means: 'remaining',
    metrics: { m: rds('CPUCreditBalance', 'Average') },
  };
  const balance = (label: string, metric: string): Line => ({
    label,
    means: 'remaining',
    metrics: { m: rds(metric, 'Average') },
  });
  const ofStorage = {
    unit: 'Percent' as const,
    lines: [balance('I/O credits', 'EBSIOBalance%'), balance('Throughput credits', 'EBSByteBalance%')],
  };
  const ofCpu = { unit: 'Count' as const, lines: [cpuCredits] };
  const [left, right] = [...(maxCpuCredits === undefined ? [] : [ofCpu]), ...(isAurora ? [] : [ofStorage])];
  return left === undefined ? [] : [{ title: 'credits left', left, ...(right && { right }) }];
}
