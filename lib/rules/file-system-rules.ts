import { Severity } from '../contracts/severity';
import { hoursToEmpty } from './expressions';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const files = metricsOf('AWS/EFS');
const TIB = 2 ** 40;

export interface FileSystemFacts {
  /** Its throughput grows with its size, and bursts as long as it has credits. */
  readonly isBursting: boolean;
  /** It is not of the performance mode `maxIO`, which has no limit that is measured. */
  readonly hasIoLimit: boolean;
}

export const FILE_SYSTEM_RULES = documentedBy<FileSystemFacts>('efs/latest/ug/efs-metrics.html', [
  {
    id: 'FileSystemCredits',
    severity: Severity.P2,
    appliesTo: ({ isBursting }) => isBursting,
    metrics: { m: files('BurstCreditBalance', 'Average') },
    expression: hoursToEmpty(0.1 * TIB, TIB),
    label: 'Hours until burst credits are used up',
    unit: 'hours',
    periodMinutes: 60,
    datapoints: [2, 3],
    is: '<',
    threshold: 6,
    why: 'The file system is about to use up its burst credits: it becomes slow.',
    steps: ['Find out what reads or writes so much.', 'Switch to elastic throughput.'],
    source:
      'Time to empty, once under half of the 2.1 TiB that a file system begins with; or under a twentieth already.',
  },
  {
    id: 'FileSystemIoLimit',
    severity: Severity.P2,
    appliesTo: ({ hasIoLimit }) => hasIoLimit,
    metrics: { m: files('PercentIOLimit', 'Average') },
    label: 'I/O, of its limit',
    unit: 'percent',
    periodMinutes: 5,
    datapoints: [3, 3],
    is: '>=',
    threshold: 95,
    why: 'The file system has reached the most operations that its performance mode allows.',
    steps: ['Find out which host does so many operations.', 'Spread the data over several file systems.'],
    source: 'Project default: 95 % for a quarter of an hour; at 100 % each operation waits.',
  },
]);
