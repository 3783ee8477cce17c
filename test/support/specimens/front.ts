import type { Stack } from 'aws-cdk-lib';
import { CfnUserPool, CfnUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { CfnCanary } from 'aws-cdk-lib/aws-synthetics';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Specimens } from './specimen';

const canary = (stack: Stack, id: string, name: string, expression: string) =>
  new CfnCanary(stack, id, {
    name,
    artifactS3Location: 's3://specimen',
    code: { handler: 'index.handler', script: 'exports.handler = async () => {};' },
    executionRoleArn: 'arn:aws:iam::111111111111:role/specimen',
    runtimeVersion: 'syn-nodejs-puppeteer-10.0',
    schedule: { expression },
  });

const acl = (stack: Stack, id: string, scope: string) =>
  new CfnWebACL(stack, id, {
    scope,
    defaultAction: { allow: {} },
    visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: id, sampledRequestsEnabled: true },
  });

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const users = new CfnUserPool(stack, 'Users', {});
    new CfnUserPoolClient(stack, 'UsersClient', { userPoolId: users.ref });
    acl(stack, 'RegionalAcl', 'REGIONAL');
    acl(stack, 'CloudFrontAcl', 'CLOUDFRONT');
    new CfnHealthCheck(stack, 'Outside', {
      healthCheckConfig: { type: 'HTTPS', fullyQualifiedDomainName: 'example.com' },
    });
    canary(stack, 'CheckoutCanary', 'checkout', 'rate(5 minutes)');
    canary(stack, 'ReportCanary', 'report', 'rate(1 hour)');
    const group = new CfnScheduleGroup(stack, 'Nightly', { name: 'nightly' });
    new CfnSchedule(stack, 'NightlyReport', {
      groupName: group.ref,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: 'rate(1 day)',
      target: { arn: 'arn:aws:sqs:us-east-1:111111111111:jobs', roleArn: 'arn:aws:iam::111111111111:role/specimen' },
    });
  },
  shows: {
    'Client of a Cognito user pool': { any: 'Users' },
    'Web ACL of WAF': { regional: 'RegionalAcl', 'of CloudFront': 'CloudFrontAcl' },
    'Health check of Route 53': { any: 'Outside' },
    'Synthetics canary': { 'every 5 minutes': 'CheckoutCanary', 'every hour': 'ReportCanary' },
    'Schedules of a group': { any: 'Nightly' },
  },
};
