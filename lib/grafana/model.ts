// The parts of Grafana's dashboards that are written here, as JSON: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/

import type { Json, JsonObject } from '../rehearsal/assembly/json';

export interface DataSource {
  readonly type: string;
  readonly uid: string;
}

/** Grafana's grid has 24 columns, as CloudWatch's does. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Override {
  readonly matcher: { readonly id: 'byFrameRefID'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: Json }[];
}

/** What a panel shows, without where it is. */
export interface PanelContent {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: DataSource;
  readonly targets?: readonly JsonObject[];
  readonly fieldConfig?: { readonly defaults: JsonObject; readonly overrides: readonly Override[] };
  readonly options: JsonObject;
  readonly links?: readonly JsonObject[];
  readonly transparent?: boolean;
}

export interface Panel extends PanelContent {
  readonly id: number;
  readonly gridPos: GridPosition;
}

export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly [key: string]: unknown;
}

/** Grafana's oldest layout of dashboards that all of 11, 12 and 13 read without a migration that changes what is shown. */
export const SCHEMA_VERSION = 39;

/** Each dashboard has a control for its data source, which begins with the provisioned one. */
export const CLOUDWATCH: DataSource = { type: 'cloudwatch', uid: '$datasource' };
