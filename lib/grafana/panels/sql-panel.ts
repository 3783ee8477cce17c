import type { PanelContent } from '../model';
import { POSTGRESQL_UID } from '../provisioning/data-sources';

const DATA_SOURCE = { type: 'postgres', uid: POSTGRESQL_UID };

/** An indicator from PostgreSQL: over time if the query returns a column `time`, otherwise its newest value. */
export function sqlPanel(title: string, rawSql: string): PanelContent {
  const isSeries = /\btime\b/i.test(rawSql);
  return {
    ...(isSeries
      ? {
          type: 'timeseries',
          options: {
            legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
            tooltip: { mode: 'single', sort: 'none' },
          },
        }
      : {
          type: 'stat',
          options: {
            reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
            graphMode: 'none',
            colorMode: 'value',
            justifyMode: 'auto',
            orientation: 'auto',
            textMode: 'auto',
            wideLayout: true,
            showPercentChange: false,
            percentChangeColorMode: 'standard',
          },
        }),
    title,
    datasource: DATA_SOURCE,
    targets: [
      {
        refId: 'A',
        datasource: { ...DATA_SOURCE },
        editorMode: 'code',
        rawQuery: true,
        rawSql,
        format: isSeries ? 'time_series' : 'table',
      },
    ],
    fieldConfig: {
      defaults: { unit: 'short', thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }] } },
      overrides: [],
    },
  };
}
