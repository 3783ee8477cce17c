import { SEARCH_DOMAIN_RULES } from '../rules/search-domain-rules';
import { gauge, state } from './made-data';
import { arn, named } from './names';
import { type ResourceType, section } from './resource-type';

export const SEARCH_DOMAIN: ResourceType = {
  type: 'AWS::OpenSearchService::Domain',
  names: named(
    'DomainName',
    arn('es', ({ unique }) => `domain/${unique}`),
  ),
  made: {
    metrics: {
      'ClusterStatus.red': state(0, 1),
      ClusterIndexWritesBlocked: state(0, 1),
      FreeStorageSpace: gauge(70_000, 60_000, 900),
      JVMMemoryPressure: gauge(40, 70, 99),
      CPUUtilization: gauge(10, 45, 100),
      AutomatedSnapshotFailure: state(0, 1),
      SearchRate: gauge(20, 300, 300),
      SearchLatency: gauge(12, 18, 900),
    },
  },
  sections: [
    section({
      component: 'Database',
      resource: 'OpenSearch domain',
      dimensions: ['DomainName', 'ClientId'],
      table: SEARCH_DOMAIN_RULES,
      examples: [
        { name: '100 GiB on each node', facts: { nodeMib: 102_400 } },
        { name: 'without EBS', facts: {} },
      ],
    }),
  ],
};
