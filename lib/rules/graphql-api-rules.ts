import { type ApiMetrics, apiRules } from './api-rules';
import { metricsOf } from './metrics-of';

const appSync = metricsOf('AWS/AppSync');

/** `Requests` counts those of all APIs of a region: those of one API are the samples of its latency. */
export const GRAPHQL_API_METRICS: ApiMetrics = {
  serverErrors: (statistic) => appSync('5XXError', statistic),
  clientErrors: (statistic) => appSync('4XXError', statistic),
  requests: appSync('Latency', 'SampleCount'),
  latency: (statistic) => appSync('Latency', statistic),
};

/** Without those that need the Average of an error count to be a share, which AppSync does not document. */
export const GRAPHQL_API_RULES = apiRules('appsync/latest/devguide/monitoring.html', GRAPHQL_API_METRICS).filter(
  ({ id }) => id !== 'UnusualServerErrors' && id !== 'UnusualClientErrors',
);
