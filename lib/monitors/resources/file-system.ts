import { Stack } from 'aws-cdk-lib';
import type { CfnFileSystem, IFileSystem } from 'aws-cdk-lib/aws-efs';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { FILE_SYSTEM } from '../../resources/file-system';
import { FILE_SYSTEM_RULES } from '../../rules/file-system-rules';
import { candidates } from '../../rules/rule';
import { stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { register } from './registration';

const line = linesOf('AWS/EFS');
const limit = line('I/O of its limit', 'usage', 'PercentIOLimit', 'Average', { rules: ['FileSystemIoLimit'] });
const credits = line('Burst credits', 'remaining', 'BurstCreditBalance', 'Average', { scale: { over: 2 ** 30 } });
const clients = line('Clients', 'traffic', 'ClientConnections', 'Sum');

const chartsOf = (isBursting: boolean): Charts => ({
  numbers: [clients, { ...limit, label: 'I/O of its limit (%)' }],
  symptoms: [],
  causes: [
    graph('I/O of its limit', 'Percent', limit),
    ...(isBursting ? [graph('burst credits', 'GiB', credits)] : []),
  ],
});

/** Of an imported file system, neither mode is known: then a rule whose metric does not exist would only be silent. */
const IMPORTED = { isBursting: false, hasIoLimit: true };

export const FILE_SYSTEMS = register<IFileSystem, CfnFileSystem>({
  data: FILE_SYSTEM,
  component: 'Database',
  attribute: 'fileSystemArn',
  parts: ({ source, resource: files }) => {
    const facts =
      files === undefined
        ? IMPORTED
        : {
            isBursting: (stringIn(files.throughputMode, files) ?? 'bursting') === 'bursting',
            hasIoLimit: stringIn(files.performanceMode, files) !== 'maxIO',
          };
    return [
      {
        id: '',
        stack: Stack.of(source),
        dimensions: { FileSystemId: files?.ref ?? source.fileSystemId },
        rules: candidates(FILE_SYSTEM_RULES, facts),
        charts: chartsOf(facts.isBursting),
        consoleUrl: files && consoleUrl(files, `efs/home#/file-systems/${files.ref}`),
      },
    ];
  },
});
