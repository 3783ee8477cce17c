import { EKS_CLUSTER_RULES } from '../rules/eks-cluster-rules';
import { failures, gauge, requests } from './made-data';
import { arn, named } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const EKS_CLUSTER: ResourceType = {
  type: 'AWS::EKS::Cluster',
  names: named(
    'Name',
    arn('eks', ({ unique }) => `cluster/${unique}`),
  ),
  made: {
    arrivals: 600,
    metrics: {
      scheduler_pending_pods_UNSCHEDULABLE: gauge(0, 0, 8),
      apiserver_request_total: requests(),
      apiserver_request_total_5XX: failures(),
    },
  },
  sections: [
    section({
      component: 'HttpApi',
      resource: 'EKS cluster',
      dimensions: ['ClusterName'],
      table: EKS_CLUSTER_RULES,
      examples: ANY,
    }),
  ],
};
