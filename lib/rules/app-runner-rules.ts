import { type ApiMetrics, countedApiRules } from './api-rules';
import { metricsOf } from './metrics-of';

const appRunner = metricsOf('AWS/AppRunner');

export const APP_RUNNER_METRICS: ApiMetrics = {
  serverErrors: (statistic) => appRunner('5xxStatusResponses', statistic),
  clientErrors: (statistic) => appRunner('4xxStatusResponses', statistic),
  requests: appRunner('Requests', 'Sum'),
  latency: (statistic) => appRunner('RequestLatency', statistic),
};

export const APP_RUNNER_RULES = countedApiRules('apprunner/latest/dg/monitor-cw.html', APP_RUNNER_METRICS);
