import { type ApiMetrics, countedApiRules } from './api-rules';
import { metricsOf } from './metrics-of';

const appSync = metricsOf('AWS/AppSync');

/** `Requests` counts those of all APIs of a region: those of one API are the samples of its latency. */
export const GRAPHQL_API_METRICS: ApiMetrics = {
  serverErrors: (statistic) => appSync('5XXError', statistic),
  clientErrors: (statistic) => appSync('4XXError', statistic),
  requests: appSync('Latency', 'SampleCount'),
  latency: (statistic) => appSync('Latency', statistic),
};

export const GRAPHQL_API_RULES = countedApiRules('appsync/latest/devguide/monitoring.html', GRAPHQL_API_METRICS);
