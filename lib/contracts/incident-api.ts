import type { IncidentHistory, PastIncident } from './incident-history';
import type { Update } from './incident-update';

/** Of the name of whoever acknowledges, releases or updates an incident, in characters. */
export const LONGEST_NAME = 60;

/** Of which incident, and by whom. */
interface Named {
  /** The name of an alarm of the incident, or an ending of it. */
  readonly alarm: string;
  readonly by: string;
  /** Host and access key of the command line, for the log. */
  readonly from?: string;
}

/** A request of the command line to the incident API function. */
export type Asked =
  | { readonly ask: 'list' }
  /** @param since ISO 8601: those that began then or later */
  | { readonly ask: 'past'; readonly since: string }
  /** @param since how the time begins at which it began, such as `2026-08-23T04:1`; undefined: the newest of the alarm */
  | { readonly ask: 'history'; readonly alarm: string; readonly since?: string }
  | ({ readonly ask: 'acknowledge' } & Named)
  | ({ readonly ask: 'release' } & Named)
  | ({ readonly ask: 'update' } & Named & Update);

/** An incident as the command line shows it. */
export interface OpenIncident {
  readonly alarm: string;
  readonly severity: string;
  readonly component?: string;
  readonly environment?: string;
  /** ISO 8601. */
  readonly since: string;
  readonly meaning: string;
  readonly acknowledged?: {
    readonly by: string;
    /** ISO 8601, as is `until`. */
    readonly at: string;
    /** When the acknowledgement expires. */
    readonly until: string;
  };
}

/** The response: open incidents or the one that the request named, what is known of past ones, or an error. */
export type Answer =
  | { readonly incidents: readonly OpenIncident[] }
  | { readonly past: readonly PastIncident[] }
  | { readonly history: IncidentHistory }
  | { readonly fault: string };
