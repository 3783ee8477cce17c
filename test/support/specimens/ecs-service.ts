import type { Stack } from 'aws-cdk-lib';
import { CfnScalableTarget } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnCluster, CfnService } from 'aws-cdk-lib/aws-ecs';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnService(stack, 'Storefront', { cluster: new CfnCluster(stack, 'Cluster').ref, desiredCount: 2 });
    const measured = new CfnCluster(stack, 'MeasuredCluster', {
      clusterSettings: [{ name: 'containerInsights', value: 'enhanced' }],
    });
    const batch = new CfnService(stack, 'Batch', { cluster: measured.ref, desiredCount: 1 });
    new CfnScalableTarget(stack, 'BatchScaling', {
      minCapacity: 0,
      maxCapacity: 4,
      resourceId: `service/${measured.ref}/${batch.attrName}`,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
    });
  },
  shows: {
    'ECS service': {
      'always running': 'Storefront',
      'scaled to nothing at times, with Container Insights': 'Batch',
    },
  },
};
