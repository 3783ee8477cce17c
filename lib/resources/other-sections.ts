import { APPLICATION_RULES, ERROR_FILTER_RULES, METRICS_LOG_RULES, STEP_RULES } from '../rules/application-rules';
import { HEALTH_CHECK_RULES, HEALTH_CHECKER_RULES, HEALTH_CHECKS_RULES } from '../rules/health-check-rules';
import { HEARTBEAT_RULES } from '../rules/heartbeat-rules';
import { INCIDENT_API_RULES } from '../rules/incident-api-rules';
import { ANY, type Section, section } from './resource-type';

/** Watched components that are not AWS resources: applications, and Vigil itself. */
export const OTHER_SECTIONS: readonly Section[] = [
  section({
    component: 'Application',
    resource: 'Step of an application',
    dimensions: ['Service'],
    table: STEP_RULES,
    examples: [{ name: 'any', facts: { namespace: 'Shop', failed: 'PayFailed', duration: 'PayDuration' } }],
  }),
  section({
    component: 'Application',
    resource: 'Application',
    dimensions: ['Service'],
    table: APPLICATION_RULES,
    examples: [{ name: 'any', facts: { namespace: 'Shop' } }],
  }),
  section({
    component: 'Application',
    resource: 'Error filter of an application',
    dimensions: [],
    table: ERROR_FILTER_RULES,
    examples: [{ name: 'any', facts: { namespace: 'Shop', errorsLogged: 'ErrorsLogged-specimens' } }],
  }),
  section({
    component: 'Application',
    resource: 'Log groups with metrics',
    dimensions: ['LogGroupName'],
    table: METRICS_LOG_RULES,
    examples: [{ name: 'one log group', facts: { logGroups: ['<LogGroupName>'] } }],
  }),
  section({
    component: 'HealthChecks',
    resource: 'Health check',
    dimensions: ['Checker', 'Check'],
    table: HEALTH_CHECK_RULES,
    examples: ANY,
  }),
  section({
    component: 'HealthChecks',
    resource: 'Health checks of a file',
    dimensions: ['Checker'],
    table: HEALTH_CHECKS_RULES,
    examples: [{ name: '10 checks', facts: { checks: 10, shards: 1 } }],
  }),
  section({
    component: 'HealthChecks',
    resource: 'Function that runs health checks',
    dimensions: ['FunctionName'],
    table: HEALTH_CHECKER_RULES,
    examples: ANY,
  }),
  section({
    component: 'Queue',
    resource: "Vigil's own notifier",
    dimensions: ['QueueName'],
    table: HEARTBEAT_RULES,
    examples: ANY,
  }),
  section({
    component: 'Queue',
    resource: "Vigil's own incident API",
    dimensions: ['FunctionName'],
    table: INCIDENT_API_RULES,
    examples: [{ name: 'any', facts: { apiId: '<ApiId>' } }],
  }),
];
