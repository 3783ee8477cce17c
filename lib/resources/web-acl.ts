import { WEB_ACL_RULES } from '../rules/web-acl-rules';
import { failures, requests } from './made-data';
import { arn } from './names';
import { type ResourceType, section } from './resource-type';

export const WEB_ACL: ResourceType = {
  type: 'AWS::WAFv2::WebACL',
  names: {
    nameProperty: 'Name',
    ref: ({ name, unique }) => `${name}|${unique}|REGIONAL`,
    attributes: { Arn: arn('wafv2', ({ name, unique }) => `regional/webacl/${name}/${unique}`) },
  },
  made: { arrivals: 900, metrics: { BlockedRequests: failures(4), AllowedRequests: requests() } },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Web ACL of WAF',
      dimensions: ['WebACL', 'Region', 'Rule'],
      table: WEB_ACL_RULES,
      examples: [
        { name: 'regional', facts: {} },
        { name: 'of CloudFront', facts: {}, dimensions: ['WebACL', 'Rule'] },
      ],
    }),
  ],
};
