import { Duration } from 'aws-cdk-lib';
import type { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { MaintenanceWindow } from '../alerting/maintenance';
import { Route } from '../alerting/route';
import type { Severity } from '../alerting/severity';
import type { RuleOptions } from '../rules/rule-options';
import type { VigilProps } from '../vigil';

/** The file of environments, as `vigil.schema.json` describes it. */
export interface Settings {
  readonly version: '1.0';
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
}

export interface EnvironmentSettings {
  readonly account?: string;
  readonly region?: string;
  readonly routes: readonly RouteSettings[];
  readonly rules?: Readonly<Record<string, RuleSettings>>;
  readonly showOnly?: Severity[];
  readonly detailedMetrics?: boolean;
  readonly grouping?: boolean;
  readonly maintenance?: readonly MaintenanceSettings[];
  readonly runbookBaseUrl?: string;
}

export interface RouteSettings {
  readonly email?: string;
  readonly sms?: string;
  readonly severities?: Severity[];
}

export interface MaintenanceSettings {
  readonly schedule: string;
  readonly durationMinutes: number;
  readonly timeZone?: string;
  readonly components?: string[];
}

export interface RuleSettings {
  readonly enabled?: boolean;
  readonly threshold?: number;
  readonly severity?: Severity;
  readonly datapointsToAlarm?: number;
  readonly evaluationPeriods?: number;
  readonly periodMinutes?: number;
  readonly treatMissingData?: TreatMissingData;
  readonly runbookUrl?: string;
}

/** What one environment means to Vigil. */
export function vigilPropsOf(environment: string, settings: EnvironmentSettings): VigilProps {
  const { account: _account, region: _region, routes, rules = {}, maintenance, ...same } = settings;
  return {
    ...same,
    environment,
    routes: routes.map(routeOf),
    ...(maintenance && { maintenance: maintenance.map(windowOf) }),
    rules: Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, ruleOptionsOf(rule)])),
  };
}

function routeOf({ email, sms, severities }: RouteSettings): Route {
  return email === undefined ? Route.sms(sms as string, { severities }) : Route.email(email, { severities });
}

const windowOf = ({ durationMinutes, ...same }: MaintenanceSettings): MaintenanceWindow => ({
  ...same,
  duration: Duration.minutes(durationMinutes),
});

function ruleOptionsOf({ periodMinutes, ...same }: RuleSettings): RuleOptions {
  return periodMinutes === undefined ? same : { ...same, period: Duration.minutes(periodMinutes) };
}
