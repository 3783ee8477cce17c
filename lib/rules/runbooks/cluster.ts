import type { Runbooks } from './runbook';
import { LARGEST_TABLES } from './shared';

export const CLUSTER_RUNBOOKS: Runbooks = {
  VolumeNearlyFull: {
    symptoms: [
      'Less than a tenth of 128 TiB is left. At the end nothing can be written.',
      'It grows slowly: there are days or weeks, not minutes.',
    ],
    investigation: [
      LARGEST_TABLES,
      'Graph `VolumeBytesUsed` over three months: when is it full?',
      'Binary logs kept long (`CALL mysql.rds_show_configuration;`), long history of undo (`RollbackSegmentHistoryListLength`).',
      'The limit depends on the engine version: see "Amazon Aurora size limits" for yours. Newer ones admit more.',
    ],
    resolution: {
      now: ['Drop what nobody needs: old partitions, copies, backups in tables. The volume shrinks by itself.'],
      mend: [
        'Archive to S3; split by customer or by time into further clusters. Upgrade to a version with a larger limit.',
      ],
      prevent: ['An end of life for each large table.', 'Look at the forecast every quarter.'],
    },
  },
};
