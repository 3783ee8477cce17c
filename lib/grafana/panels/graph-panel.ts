import { type Json, type JsonObject, numberIn, objectIn, textIn } from '../../rehearsal/assembly/json';
import { type MetricRow, metricRows } from '../../rehearsal/assembly/metric-rows';
import { unitOf } from '../../rehearsal/assembly/metric-units';
import { CLOUDWATCH, type Override, type PanelContent } from '../model';
import { grafanaUnit } from '../units';
import { refIdOf, targetOf } from './targets';
import { stepsOf } from './thresholds';

const lastValue = { calcs: ['lastNotNull'], fields: '', values: false };

type View = (properties: JsonObject) => Pick<PanelContent, 'type' | 'options'>;

const lines: View = () => ({
  type: 'timeseries',
  options: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
});

/** Views of a widget with metrics, and what shows the same. */
const PANELS: Readonly<Record<string, View>> = {
  timeSeries: lines,
  singleValue: ({ sparkline }) => ({
    type: 'stat',
    options: {
      reduceOptions: lastValue,
      graphMode: sparkline === true ? 'area' : 'none',
      colorMode: 'value',
      justifyMode: 'auto',
      orientation: 'auto',
      textMode: 'value_and_name',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
    },
  }),
  gauge: () => ({
    type: 'gauge',
    options: {
      reduceOptions: lastValue,
      orientation: 'auto',
      showThresholdLabels: false,
      showThresholdMarkers: true,
      sizing: 'auto',
      minVizWidth: 75,
      minVizHeight: 75,
    },
  }),
  table: () => ({ type: 'table', options: { frameIndex: 0, showHeader: true } }),
  bar: () => ({
    type: 'bargauge',
    options: {
      reduceOptions: lastValue,
      orientation: 'horizontal',
      displayMode: 'basic',
      valueMode: 'color',
      namePlacement: 'auto',
      showUnfilled: true,
      sizing: 'auto',
      minVizWidth: 8,
      minVizHeight: 16,
      maxVizHeight: 300,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
    },
  }),
  pie: () => ({
    type: 'piechart',
    options: {
      reduceOptions: lastValue,
      pieType: 'pie',
      displayLabels: ['percent'],
      legend: { displayMode: 'list', placement: 'right', showLegend: true, calcs: [], values: ['value'] },
      tooltip: { mode: 'single', sort: 'none' },
    },
  }),
};
/** A widget with metrics. */
export function graphPanel(properties: JsonObject, region: string): PanelContent {
  const { yAxis, title, view, stacked } = properties;
  const rows = metricRows(properties);
  const { type, options } = (PANELS[textIn(view) ?? ''] ?? lines)(properties);
  const { min, max } = objectIn(objectIn(yAxis).left);
  const steps = stepsOf(properties);
  const isDrawn = type === 'timeseries';
  return {
    type,
    title: textIn(title) ?? '',
    datasource: CLOUDWATCH,
    targets: rows.map((row, index) => targetOf(row, index, region)),
    fieldConfig: {
      defaults: {
        unit: unitOn(properties, 'left', rows),
        ...bounds({ min: numberIn(min), max: numberIn(max) }),
        color: { mode: steps.length > 1 && !isDrawn ? 'thresholds' : 'palette-classic' },
        thresholds: { mode: 'absolute', steps },
        ...(isDrawn && {
          custom: {
            lineWidth: 1,
            fillOpacity: stacked === true ? 30 : 0,
            showPoints: 'auto',
            stacking: { mode: stacked === true ? 'normal' : 'none', group: 'A' },
            thresholdsStyle: { mode: steps.length > 1 ? 'dashed' : 'off' },
          },
        }),
      },
      overrides: rows.flatMap((row, index) => overridesOf(row, index, properties, isDrawn)),
    },
    options,
  };
}

const bounds = (given: { readonly min?: number; readonly max?: number }): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** What an axis says, or else what its metrics are published in; of several units, none. */
function unitOn(properties: JsonObject, axis: MetricRow['axis'], rows: readonly MetricRow[]): string {
  const written = textIn(objectIn(objectIn(properties.yAxis)[axis]).label);
  if (written !== undefined) return grafanaUnit(written);
  const units = new Set(rows.flatMap((row) => (row.axis === axis && row.metric ? [unitOf(row.metric)] : [])));
  const [unit] = units;
  return unit !== undefined && units.size === 1 ? grafanaUnit(unit) : 'short';
}

/** The colour, axis and unit of one line. */
function overridesOf(row: MetricRow, index: number, properties: JsonObject, isDrawn: boolean): Override[] {
  if (row.isHidden) return [];
  const written: readonly (readonly [id: string, value: Json | undefined])[] = [
    ['color', row.color === undefined ? undefined : { mode: 'fixed', fixedColor: row.color }],
    ['custom.axisPlacement', isDrawn && row.axis === 'right' ? 'right' : undefined],
    ['unit', ownUnit(row, properties)],
  ];
  const given = written.flatMap(([id, value]) => (value === undefined ? [] : [{ id, value }]));
  return given.length === 0 ? [] : [{ matcher: { id: 'byFrameRefID', options: refIdOf(index) }, properties: given }];
}

function ownUnit(row: MetricRow, properties: JsonObject): string | undefined {
  if (row.axis === 'right') return unitOn(properties, 'right', [row]);
  const isWritten = textIn(objectIn(objectIn(properties.yAxis).left).label) !== undefined;
  return isWritten || row.metric === undefined ? undefined : grafanaUnit(unitOf(row.metric));
}
