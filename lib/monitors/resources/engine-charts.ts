import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';

/** The graphs of Valkey, Redis OSS and Memcached, wherever they run. */
export function engineCharts(namespace: string, isMemcached: boolean): Charts {
  const line = linesOf(namespace);
  const cpu = isMemcached
    ? line('CPU', 'usage', 'CPUUtilization', 'Average', { rules: ['EngineCpu'] })
    : line('CPU of the engine', 'usage', 'EngineCPUUtilization', 'Average', { rules: ['EngineCpu'] });
  const memory = line('Memory', 'backlog', 'DatabaseMemoryUsagePercentage', 'Average', {
    rules: ['EngineMemory', 'CacheMemory'],
  });
  const connections = line('Connections', 'traffic', 'CurrConnections', 'Maximum');
  const usage = isMemcached ? [cpu] : [cpu, memory];
  return {
    numbers: [...usage.map((each) => ({ ...each, label: `${each.label} (%)` })), connections],
    symptoms: [],
    causes: [
      { ...graph('CPU, memory', 'Percent', ...usage), right: { unit: 'Count', lines: [connections] } },
      ...(isMemcached
        ? []
        : [
            graph(
              'replica lag',
              's',
              line('Replica lag', 'p99', 'ReplicationLag', 'Maximum', { rules: ['EngineReplicaLag'] }),
            ),
          ]),
    ],
  };
}

/** What the parameter `maxclients` is set to, by the type of a node. */
export const maxConnectionsOf = (nodeType: string): number => (/^(cache|db)\.t/.test(nodeType) ? 20_000 : 65_000);
