import { Stack } from 'aws-cdk-lib';
import type { CfnDomain, IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { SEARCH_DOMAIN } from '../../resources/search-domain';
import { candidates } from '../../rules/rule';
import { SEARCH_DOMAIN_RULES } from '../../rules/search-domain-rules';
import { inspect, numberIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { register } from './registration';

const MIB_OF_GIB = 1024;
/** What OpenSearch allocates where only EBS is asked for. */
const SMALLEST_GIB = 10;

const line = linesOf('AWS/ES');
const cpu = line('CPU', 'usage', 'CPUUtilization', 'Maximum', { rules: ['SearchCpu'] });
const heap = line('Memory pressure', 'backlog', 'JVMMemoryPressure', 'Maximum', { rules: ['SearchHeap'] });
const latency = line('Search latency', 'p50', 'SearchLatency', 'Average');
const free = line('Free storage', 'remaining', 'FreeStorageSpace', 'Minimum', {
  scale: { over: MIB_OF_GIB },
  rules: ['SearchStorage'],
});

const CHARTS: Charts = {
  numbers: [
    { ...cpu, label: 'CPU (%)' },
    { ...heap, label: 'Memory pressure (%)' },
    { ...free, label: 'Free storage (GiB)' },
    { ...latency, label: 'Search latency (ms)' },
  ],
  symptoms: [graph('search latency', 'ms', latency)],
  causes: [graph('CPU, memory', 'Percent', cpu, heap), graph('free storage', 'GiB', free)],
};

function nodeMibOf(domain: CfnDomain): number | undefined {
  const options = inspect<CfnDomain.EBSOptionsProperty>(domain.ebsOptions, domain);
  if (options?.ebsEnabled !== true) return undefined;
  return (
    MIB_OF_GIB *
    (options.volumeSize === undefined ? SMALLEST_GIB : (numberIn(options.volumeSize, domain) ?? SMALLEST_GIB))
  );
}

export const SEARCH_DOMAINS = register<IDomain, CfnDomain>({
  data: SEARCH_DOMAIN,
  component: 'Database',
  attribute: 'domainArn',
  parts: ({ source, resource: domain }) => [
    {
      id: '',
      stack: Stack.of(source),
      dimensions: { DomainName: domain?.ref ?? source.domainName, ClientId: Stack.of(source).account },
      rules: candidates(SEARCH_DOMAIN_RULES, { nodeMib: domain && nodeMibOf(domain) }),
      charts: CHARTS,
      consoleUrl: domain && consoleUrl(domain, `aos/home#opensearch/domains/${domain.ref}`),
    },
  ],
});
