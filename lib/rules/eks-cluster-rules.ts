import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const eks = metricsOf('AWS/EKS');

/** What a cluster publishes of its control plane, from Kubernetes 1.28 on. */
export const EKS_CLUSTER_RULES = documentedBy<object>('eks/latest/userguide/cloudwatch.html', [
  {
    id: 'PodsUnschedulable',
    severity: Severity.P2,
    metrics: { m: eks('scheduler_pending_pods_UNSCHEDULABLE', 'Maximum') },
    label: 'Pods that no node can take',
    unit: 'count',
    periodMinutes: 5,
    datapoints: [6, 6],
    is: '>=',
    threshold: 1,
    why: 'Pods wait for a node: capacity is missing, or none fits.',
    steps: [
      'Look at the events of the pending pods.',
      'Look at the limits of the node groups, and at what adds nodes.',
    ],
    source: 'Project default: half an hour without a break. Adding a node takes minutes.',
  },
  {
    id: 'ClusterApiErrors',
    severity: Severity.P2,
    metrics: {
      bad: eks('apiserver_request_total_5XX', 'Sum'),
      all: eks('apiserver_request_total', 'Sum'),
    },
    expression: 'IF(bad >= 100, 100 * bad / all, 0)',
    label: 'Failed requests to the control plane',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [2, 2],
    is: '>=',
    threshold: 5,
    why: 'The control plane of the cluster fails: deployments and scaling do not work.',
    steps: [
      'Look at the webhooks of the cluster: one that does not answer fails each request.',
      'Look at the AWS Health Dashboard.',
    ],
    source: 'Project default: 5 % of the requests, and a hundred or more that failed, for half an hour.',
  },
]);
