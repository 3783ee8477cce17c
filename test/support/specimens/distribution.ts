import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const edge = new cloudfront.CfnFunction(stack, 'Rewrite', {
      name: 'rewrite',
      functionCode: 'function handler(event) { return event.request; }',
      functionConfig: { comment: '', runtime: 'cloudfront-js-2.0' },
    });
    const distribution = (id: string, functionAssociations: { eventType: string; functionArn: string }[]) =>
      new cloudfront.CfnDistribution(stack, id, {
        distributionConfig: {
          enabled: true,
          origins: [
            { id: 'origin', domainName: 'example.com', customOriginConfig: { originProtocolPolicy: 'https-only' } },
          ],
          defaultCacheBehavior: { targetOriginId: 'origin', viewerProtocolPolicy: 'https-only', functionAssociations },
        },
      });
    const site = distribution('Site', [{ eventType: 'viewer-request', functionArn: edge.attrFunctionArn }]);
    new cloudfront.CfnMonitoringSubscription(stack, 'SiteMetrics', {
      distributionId: site.ref,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: 'Enabled' },
      },
    });
    distribution('Blog', []);
  },
  shows: {
    'CloudFront distribution': { 'with additional metrics': 'Site', without: 'Blog' },
    'CloudFront Function': { any: 'Site/Rewrite' },
  },
};
