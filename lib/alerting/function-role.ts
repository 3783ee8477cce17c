import { RemovalPolicy } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** A role for one function that may write its own log, and what else it is allowed. */
export function functionRole(scope: Construct) {
  const logGroup = new LogGroup(scope, 'Log', {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const allow = (actions: string[], ...resourceArns: string[]) =>
    Grant.addToPrincipal({ grantee: role, actions, resourceArns });
  return { role, logGroup, allow };
}
