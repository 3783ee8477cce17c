import { BROKER_RULES } from '../rules/broker-rules';
import { gauge } from './made-data';
import { arn } from './names';
import { type ResourceType, section } from './resource-type';

export const BROKER: ResourceType = {
  type: 'AWS::AmazonMQ::Broker',
  names: {
    nameProperty: 'BrokerName',
    ref: ({ unique }) => unique,
    attributes: { Arn: arn('mq', ({ name, unique }) => `broker:${name}:${unique}`) },
  },
  made: {
    metrics: {
      CpuUtilization: gauge(5, 40, 99),
      SystemCpuUtilization: gauge(5, 40, 99),
      HeapUsage: gauge(30, 60, 99),
      RabbitMQMemUsed: gauge(2e8, 4e8, 1.6e9),
      RabbitMQMemLimit: gauge(1.6e9, 1.6e9, 1.6e9),
      StorePercentUsage: gauge(5, 10, 99),
      RabbitMQDiskFree: gauge(2e11, 1.9e11, 2.1e9),
      RabbitMQDiskFreeLimit: gauge(2e9, 2e9, 2e9),
      TotalMessageCount: gauge(10, 90, 90),
      MessageCount: gauge(10, 90, 90),
    },
  },
  sections: [
    section({
      component: 'Queue',
      resource: 'Broker of Amazon MQ',
      dimensions: ['Broker'],
      table: BROKER_RULES,
      examples: [
        { name: 'ActiveMQ', facts: { isRabbit: false } },
        { name: 'RabbitMQ', facts: { isRabbit: true } },
      ],
    }),
  ],
};
