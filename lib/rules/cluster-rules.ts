import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const rds = metricsOf('AWS/RDS');

export interface ClusterFacts {
  readonly isAurora: boolean;
  readonly isMySql: boolean;
}

/** Aurora MySQL: 128 TiB. */
const AURORA_VOLUME_BYTES = 128 * 2 ** 40;

export const CLUSTER_RULES = documentedBy<ClusterFacts>(
  'AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html',
  [
    {
      id: 'VolumeNearlyFull',
      severity: Severity.P2,
      appliesTo: ({ isAurora, isMySql }) => isAurora && isMySql,
      metrics: { m: rds('AuroraVolumeBytesLeftTotal', 'Average') },
      label: 'Bytes left of the volume',
      unit: 'bytes',
      periodMinutes: 60,
      datapoints: [1, 1],
      is: '<',
      threshold: 0.1 * AURORA_VOLUME_BYTES,
      missing: 'missing',
      why: 'The volume nears its limit of 128 TiB.',
      steps: ['Archive or move data.'],
      source: "AWS's recommendation: 10 % of the limit.",
    },
  ],
);
