import { DISTRIBUTION_RULES, EDGE_FUNCTION_RULES } from '../rules/distribution-rules';
import { ANY, type ResourceType, section } from './resource-type';

export const DISTRIBUTION: ResourceType = {
  type: 'AWS::CloudFront::Distribution',
  sections: [
    section({
      component: 'WebPortal',
      resource: 'CloudFront distribution',
      dimensions: ['DistributionId', 'Region'],
      table: DISTRIBUTION_RULES,
      examples: [
        { name: 'with additional metrics', facts: { hasAdditionalMetrics: true } },
        { name: 'without', facts: { hasAdditionalMetrics: false } },
      ],
    }),
  ],
};

export const EDGE_FUNCTION: ResourceType = {
  type: 'AWS::CloudFront::Function',
  sections: [
    section({
      component: 'WebPortal',
      resource: 'CloudFront Function',
      dimensions: ['DistributionId', 'FunctionName', 'Region'],
      table: EDGE_FUNCTION_RULES,
      examples: ANY,
    }),
  ],
};
