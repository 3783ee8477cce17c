import { Duration } from 'aws-cdk-lib';
import type { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { DailyDigest, IncidentOptions } from '../alerting/incident-options';
import type { MaintenanceWindow } from '../alerting/maintenance';
import { Route } from '../alerting/route';
import type { OpsgenieSite, PagerDutyRegion } from '../alerting/route-options';
import type { AlarmsIn } from '../contracts/alarms-in';
import type { DashboardLayout } from '../contracts/dashboard-layout';
import type { Severity } from '../contracts/severity';
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
  readonly tracing?: boolean;
  readonly strict?: boolean;
  readonly grouping?: boolean;
  readonly baselines?: boolean;
  readonly dashboards?: DashboardLayout;
  readonly alarmsIn?: AlarmsIn;
  readonly maintenance?: readonly MaintenanceSettings[];
  readonly incidents?: IncidentSettings;
  /** As a file of checks has it. */
  readonly healthChecks?: object;
  readonly runbookBaseUrl?: string;
}

export interface RouteSettings {
  readonly email?: string;
  readonly sms?: string;
  readonly slack?: { readonly secret: string; readonly mention?: string };
  readonly slackBot?: { readonly secret: string; readonly channel: string; readonly mention?: string };
  readonly slackApp?: { readonly workspace: string; readonly channel: string };
  readonly discord?: { readonly secret: string; readonly mention?: string };
  readonly teams?: { readonly secret: string };
  readonly pagerDuty?: { readonly secret: string; readonly region?: PagerDutyRegion };
  readonly opsgenie?: { readonly secret: string; readonly site?: OpsgenieSite };
  readonly webhook?: { readonly secret: string; readonly allowHttp?: boolean };
  readonly severities?: Severity[];
}

export interface MaintenanceSettings {
  readonly schedule: string;
  readonly durationMinutes: number;
  readonly timeZone?: string;
  readonly components?: string[];
}

export interface IncidentSettings {
  readonly escalation?: readonly { readonly routes: readonly RouteSettings[] }[];
  readonly acknowledgementMinutes?: number;
  readonly reservedConcurrency?: number;
  readonly digest?: DailyDigest;
}

export interface RuleSettings {
  readonly enabled?: boolean;
  readonly threshold?: number;
  readonly band?: number;
  readonly severity?: Severity;
  readonly datapointsToAlarm?: number;
  readonly evaluationPeriods?: number;
  readonly periodMinutes?: number;
  readonly treatMissingData?: TreatMissingData;
  readonly runbookUrl?: string;
}

/** The properties of `Vigil` for one environment. */
export function vigilPropsOf(environment: string, settings: EnvironmentSettings): VigilProps {
  const { account: _account, region: _region, routes, rules = {}, maintenance, incidents, ...same } = settings;
  return {
    ...same,
    environment,
    routes: routes.map(routeOf),
    ...(incidents && { incidents: incidentOptionsOf(incidents) }),
    ...(maintenance && { maintenance: maintenance.map(windowOf) }),
    rules: Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, ruleOptionsOf(rule)])),
  };
}

/** The schema ensures exactly one channel. */
function routeOf({ severities, ...channels }: RouteSettings): Route {
  const { email, sms, slack, slackBot, slackApp, discord, teams, pagerDuty, opsgenie, webhook } = channels;
  const mentioning = (mention: string | undefined) => ({ mention, severities });
  if (slack !== undefined) return Route._slack(slack.secret, mentioning(slack.mention));
  if (slackBot !== undefined) return Route._slackBot(slackBot.secret, slackBot.channel, mentioning(slackBot.mention));
  if (slackApp !== undefined) return Route.slackApp(slackApp.workspace, slackApp.channel, { severities });
  if (discord !== undefined) return Route._discord(discord.secret, mentioning(discord.mention));
  if (teams !== undefined) return Route._teams(teams.secret, { severities });
  if (pagerDuty !== undefined) return Route._pagerDuty(pagerDuty.secret, { region: pagerDuty.region, severities });
  if (opsgenie !== undefined) return Route._opsgenie(opsgenie.secret, { site: opsgenie.site, severities });
  if (webhook !== undefined) return Route._webhook(webhook.secret, { severities, allowHttp: webhook.allowHttp });
  return email === undefined ? Route.sms(sms as string, { severities }) : Route.email(email, { severities });
}

const incidentOptionsOf = ({ escalation, acknowledgementMinutes, ...same }: IncidentSettings): IncidentOptions => ({
  ...same,
  ...(escalation && { escalation: escalation.map(({ routes }) => ({ routes: routes.map(routeOf) })) }),
  ...(acknowledgementMinutes !== undefined && { acknowledgementTimeout: Duration.minutes(acknowledgementMinutes) }),
});

const windowOf = ({ durationMinutes, ...same }: MaintenanceSettings): MaintenanceWindow => ({
  ...same,
  duration: Duration.minutes(durationMinutes),
});

function ruleOptionsOf({ periodMinutes, ...same }: RuleSettings): RuleOptions {
  return periodMinutes === undefined ? same : { ...same, period: Duration.minutes(periodMinutes) };
}
