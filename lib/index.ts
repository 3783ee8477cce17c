export { Route, type RouteOptions } from './alerting/route';
export { Severity } from './alerting/severity';
export { type IVigil, Monitor, type MonitorOptions, type MonitorProps } from './monitors/monitor';
export { QueueMonitor, type QueueMonitorProps, type QueueOptions } from './monitors/queue-monitor';
export type { RuleOptions } from './rules/rule-options';
export { Vigil, type VigilProps, type WatchOptions } from './vigil';
