import { Stack } from 'aws-cdk-lib';
import type { CfnCluster } from 'aws-cdk-lib/aws-eks';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { EKS_CLUSTER } from '../../resources/eks-cluster';
import { EKS_CLUSTER_RULES } from '../../rules/eks-cluster-rules';
import { candidates } from '../../rules/rule';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/EKS');
const pending = line('Unschedulable pods', 'backlog', 'scheduler_pending_pods_UNSCHEDULABLE', 'Maximum', {
  rules: ['PodsUnschedulable'],
});
const errors = line('5XX of the control plane', 'error', 'apiserver_request_total_5XX', 'Sum');
const requests = line('Requests to the control plane', 'traffic', 'apiserver_request_total', 'Sum');

const CHARTS: Charts = {
  numbers: [pending, errors],
  symptoms: [
    graph('unschedulable pods', 'Count', pending),
    { ...graph('control plane', 'Count', errors), right: { unit: 'Count', lines: [requests] } },
  ],
  causes: [],
};

export const EKS_CLUSTERS = registerResource<CfnCluster>({
  data: EKS_CLUSTER,
  component: 'HttpApi',
  parts: (cluster) => [
    {
      id: '',
      stack: Stack.of(cluster),
      dimensions: { ClusterName: cluster.ref },
      rules: candidates(EKS_CLUSTER_RULES, {}),
      charts: CHARTS,
      consoleUrl: consoleUrl(cluster, `eks/home#/clusters/${cluster.ref}`),
    },
  ],
});
