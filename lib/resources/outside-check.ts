import { CANARY_RULES, ROUTE53_HEALTH_CHECK_RULES } from '../rules/outside-check-rules';
import { state, success } from './made-data';
import { name } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const ROUTE53_HEALTH_CHECK: ResourceType = {
  type: 'AWS::Route53::HealthCheck',
  names: { ref: ({ unique }) => unique, attributes: { HealthCheckId: ({ unique }) => unique } },
  made: { metrics: { HealthCheckStatus: state(1, 0), HealthCheckPercentageHealthy: success() } },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Health check of Route 53',
      dimensions: ['HealthCheckId'],
      table: ROUTE53_HEALTH_CHECK_RULES,
      examples: ANY,
    }),
  ],
};

export const CANARY: ResourceType = {
  type: 'AWS::Synthetics::Canary',
  names: { nameProperty: 'Name', ref: name, attributes: { Id: ({ unique }) => unique } },
  made: { metrics: { SuccessPercent: state(100, 0), Duration: state(2400, 2400) } },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Synthetics canary',
      dimensions: ['CanaryName'],
      table: CANARY_RULES,
      examples: [
        { name: 'every 5 minutes', facts: { everyMinutes: 5 } },
        { name: 'every hour', facts: { everyMinutes: 60 } },
      ],
    }),
  ],
};
