import { FILE_SYSTEM_RULES } from '../rules/file-system-rules';
import { gauge, requests } from './made-data';
import { arn } from './names';
import { type ResourceType, section } from './resource-type';

export const FILE_SYSTEM: ResourceType = {
  type: 'AWS::EFS::FileSystem',
  names: {
    ref: ({ unique }) => unique,
    attributes: {
      Arn: arn('elasticfilesystem', ({ unique }) => `file-system/${unique}`),
      FileSystemId: ({ unique }) => unique,
    },
  },
  made: {
    metrics: {
      BurstCreditBalance: gauge(2.2e12, 2.2e12, 1e9),
      PercentIOLimit: gauge(4, 20, 100),
      ClientConnections: gauge(2, 6, 6),
      MeteredIOBytes: requests(4e6),
    },
  },
  sections: [
    section({
      component: 'Database',
      resource: 'EFS file system',
      dimensions: ['FileSystemId'],
      table: FILE_SYSTEM_RULES,
      examples: [
        { name: 'bursting', facts: { isBursting: true, hasIoLimit: true } },
        { name: 'elastic, maxIO', facts: { isBursting: false, hasIoLimit: false } },
      ],
    }),
  ],
};
