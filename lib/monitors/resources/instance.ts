import { Stack } from 'aws-cdk-lib';
import type { CfnAutoScalingGroup, IAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { CfnInstance, IInstance } from 'aws-cdk-lib/aws-ec2';
import type { Chart, Charts, Line } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { AUTO_SCALING_GROUP, INSTANCE } from '../../resources/instance';
import { AUTO_SCALING_GROUP_RULES, EC2_INSTANCE_RULES } from '../../rules/instance-rules';
import { candidates } from '../../rules/rule';
import { listIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { register } from './registration';

const line = linesOf('AWS/EC2');
const cpu = line('CPU', 'usage', 'CPUUtilization', 'Average', { rules: ['InstanceCpu'] });
const failed = line('Failed checks', 'error', 'StatusCheckFailed', 'Maximum');

const chartsOf = (numbers: readonly Line[], symptoms: readonly Chart[]): Charts => ({
  numbers: [{ ...cpu, label: 'CPU (%)' }, ...numbers],
  symptoms,
  causes: [graph('CPU', 'Percent', cpu)],
});

export const INSTANCES = register<IInstance, CfnInstance>({
  data: INSTANCE,
  component: 'HttpApi',
  attribute: 'instanceId',
  parts: ({ source, resource: instance }) => [
    {
      id: '',
      stack: Stack.of(source),
      dimensions: { InstanceId: instance?.ref ?? source.instanceId },
      rules: candidates(EC2_INSTANCE_RULES, {}),
      charts: chartsOf([failed], [graph('failed checks', 'Count', failed)]),
      consoleUrl: instance && consoleUrl(instance, `ec2/home#InstanceDetails:instanceId=${instance.ref}`),
    },
  ],
});

const group = linesOf('AWS/AutoScaling');
const inService = group('In service', 'success', 'GroupInServiceInstances', 'Average');
const desired = group('Desired', 'remaining', 'GroupDesiredCapacity', 'Average');

/** Whether both numbers of a rule are published. Without names, all group metrics are. */
const isMeasured = (resource: CfnAutoScalingGroup): boolean =>
  listIn<CfnAutoScalingGroup.MetricsCollectionProperty>(resource.metricsCollection, resource).some(
    ({ metrics = ['GroupDesiredCapacity', 'GroupInServiceInstances'] }) =>
      metrics.includes('GroupDesiredCapacity') && metrics.includes('GroupInServiceInstances'),
  );

export const AUTO_SCALING_GROUPS = register<IAutoScalingGroup, CfnAutoScalingGroup>({
  data: AUTO_SCALING_GROUP,
  component: 'HttpApi',
  attribute: 'autoScalingGroupArn',
  parts: ({ source, resource }) => {
    const facts = { isMeasured: resource !== undefined && isMeasured(resource) };
    return [
      {
        id: '',
        stack: Stack.of(source),
        dimensions: { AutoScalingGroupName: resource?.ref ?? source.autoScalingGroupName },
        rules: candidates(AUTO_SCALING_GROUP_RULES, facts),
        charts: facts.isMeasured
          ? chartsOf([inService], [graph('instances', 'Count', desired, inService)])
          : chartsOf([], []),
        consoleUrl: resource && consoleUrl(resource, `ec2/home#AutoScalingGroupDetails:id=${resource.ref}`),
      },
    ];
  },
});
