import { Stack } from 'aws-cdk-lib';
import type { CfnBroker } from 'aws-cdk-lib/aws-amazonmq';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { BROKER } from '../../resources/broker';
import { BROKER_RULES } from '../../rules/broker-rules';
import { candidates } from '../../rules/rule';
import { stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/AmazonMQ');

function chartsOf(isRabbit: boolean): Charts {
  const cpu = line('CPU', 'usage', isRabbit ? 'SystemCpuUtilization' : 'CpuUtilization', 'Average', {
    rules: ['BrokerCpu'],
  });
  const messages = line('Messages', 'backlog', isRabbit ? 'MessageCount' : 'TotalMessageCount', 'Maximum');
  return {
    numbers: [{ ...cpu, label: 'CPU (%)' }, messages],
    symptoms: [graph('messages', 'Count', messages)],
    causes: [graph('CPU', 'Percent', cpu)],
  };
}

/** ActiveMQ measures each instance of a pair by itself. */
const ACTIVE_STANDBY = 'ACTIVE_STANDBY_MULTI_AZ';

export const BROKERS = registerResource<CfnBroker>({
  data: BROKER,
  component: 'Queue',
  parts: (broker) => {
    const isRabbit = /rabbitmq/i.test(stringIn(broker.engineType, broker) ?? '');
    const isPair = !isRabbit && stringIn(broker.deploymentMode, broker) === ACTIVE_STANDBY;
    return (isRabbit ? [''] : isPair ? ['-1', '-2'] : ['-1']).map((suffix) => {
      const label = isPair ? `instance${suffix}` : undefined;
      return {
        id: label ?? '',
        label,
        stack: Stack.of(broker),
        measures: [broker],
        dimensions: { Broker: `${broker.brokerName}${suffix}` },
        rules: candidates(BROKER_RULES, { isRabbit }),
        charts: chartsOf(isRabbit),
        consoleUrl: consoleUrl(broker, `amazon-mq/home#/brokers/details?id=${broker.ref}`),
      };
    });
  },
});
