export type { DailyDigest, EscalationLevel, IncidentOptions } from './alerting/incident-options';
export type { MaintenanceWindow } from './alerting/maintenance';
export { Route } from './alerting/route';
export {
  type DiscordOptions,
  type OpsgenieOptions,
  OpsgenieSite,
  type PagerDutyOptions,
  PagerDutyRegion,
  type RouteOptions,
  type SlackOptions,
  type WebhookOptions,
} from './alerting/route-options';
export type { Catalogue, CatalogueAlarm, CatalogueMetric, CatalogueStep } from './catalogue/catalogue';
export { VigilChecks } from './checks/vigil-checks';
export { AlarmsIn } from './contracts/alarms-in';
export { DashboardLayout } from './contracts/dashboard-layout';
export { Severity } from './contracts/severity';
export { EnvironmentProfile, type EnvironmentProfileOptions } from './environments/environment-profile';
export { HealthChecks, type HealthChecksOptions, type HealthChecksProps } from './health/health-checks';
export {
  ApplicationMonitor,
  type ApplicationMonitorProps,
  type ApplicationOptions,
} from './monitors/application-monitor';
export { DatabaseMonitor, type DatabaseMonitorProps, type DatabaseOptions } from './monitors/database-monitor';
export { EventApiMonitor, type EventApiMonitorProps, type EventApiOptions } from './monitors/event-api-monitor';
export { HttpApiMonitor, type HttpApiMonitorProps, type HttpApiOptions } from './monitors/http-api-monitor';
export {
  type MetricAlarmOptions,
  MetricMonitor,
  type MetricMonitorProps,
  type MetricOptions,
} from './monitors/metric-monitor';
export { type IVigil, Monitor, type MonitorOptions, type MonitorProps } from './monitors/monitor';
export { QueueMonitor, type QueueMonitorProps, type QueueOptions } from './monitors/queue-monitor';
export { WebPortalMonitor, type WebPortalMonitorProps, type WebPortalOptions } from './monitors/web-portal-monitor';
export type { RuleOptions } from './rules/rule-options';
export { Vigil } from './vigil';
export type { PrometheusRulesOptions } from './vigil-prometheus';
export type { VigilProps, WatchOptions } from './vigil-props';
