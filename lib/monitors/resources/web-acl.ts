import { Stack } from 'aws-cdk-lib';
import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { WEB_ACL } from '../../resources/web-acl';
import { candidates } from '../../rules/rule';
import { WEB_ACL_RULES } from '../../rules/web-acl-rules';
import { inspect } from '../../tree/inspect';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/WAFV2');
const blocked = line('Blocked', 'clientError', 'BlockedRequests', 'Sum');
const allowed = line('Allowed', 'traffic', 'AllowedRequests', 'Sum');

const CHARTS: Charts = {
  numbers: [
    { ...allowed, label: 'Allowed in 5 min' },
    { ...blocked, label: 'Blocked in 5 min' },
  ],
  symptoms: [graph('requests', 'Count', allowed, blocked)],
  causes: [],
};

/** WAF names its metrics by the visibility configuration, which may have no metrics at all. */
const visibilityOf = (acl: CfnWebACL) => inspect<CfnWebACL.VisibilityConfigProperty>(acl.visibilityConfig, acl);

export const WEB_ACLS = registerResource<CfnWebACL>({
  data: WEB_ACL,
  component: 'WebPortal',
  accepts: (acl) => visibilityOf(acl)?.cloudWatchMetricsEnabled === true,
  parts: (acl, context) => {
    const name = visibilityOf(acl)?.metricName ?? '';
    const isOfCloudFront = acl.scope === 'CLOUDFRONT';
    const stack = Stack.of(acl);
    return [
      {
        id: '',
        // those of CloudFront are only in us-east-1
        ...(isOfCloudFront ? context.inUsEast1(acl) : { stack }),
        dimensions: { WebACL: name, ...(isOfCloudFront ? {} : { Region: stack.region }), Rule: 'ALL' },
        measures: [acl],
        rules: candidates(WEB_ACL_RULES, {}),
        charts: CHARTS,
        consoleUrl: consoleUrl(acl, 'wafv2/homev2/web-acls'),
      },
    ];
  },
});
