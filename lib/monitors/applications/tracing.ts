import { createHash } from 'node:crypto';
import { Fn } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnGroup } from 'aws-cdk-lib/aws-xray';
import type { Construct } from 'constructs';
import { topStack } from '../../tree/naming';
import type { WatchContext } from '../resources/watch-context';

const LONGEST_GROUP_NAME = 32;

/** Has X-Ray trace a function, unless its owner has decided otherwise. False where it is not traced. */
export function trace(fn: CfnFunction, { warn, changed }: Pick<WatchContext, 'warn' | 'changed'>): boolean {
  if (fn.tracingConfig !== undefined) return !('mode' in fn.tracingConfig) || fn.tracingConfig.mode === 'Active';
  const { role } = fn.node.scope as { role?: IRole };
  // X-Ray knows no resources that a permission could name
  const permission = new PolicyStatement({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
  });
  // Lambda refuses to trace a function whose role may not
  if (role?.addToPrincipalPolicy(permission).statementAdded !== true) {
    warn(
      `withoutStackTrace-${fn.node.path}`,
      `${fn.node.path} is not traced: its role cannot be changed here. Let the role write to X-Ray and set the function's tracing, or set 'tracing: false'.`,
    );
    return false;
  }
  fn.tracingConfig = { mode: 'Active' };
  changed(fn, 'TracingConfig.Mode', 'tracing');
  return true;
}

/** One page of X-Ray for the flow through some functions. */
export function groupTraces(scope: Construct, label: string, functions: readonly CfnFunction[]): void {
  if (functions.length === 0) return;
  const name = `${topStack(scope).stackName}-${label}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  new CfnGroup(scope, 'Traces', {
    groupName: name.length <= LONGEST_GROUP_NAME ? name : `${label.slice(0, LONGEST_GROUP_NAME - 9)}-${hash}`,
    filterExpression: Fn.join(
      ' OR ',
      functions.map(({ ref }) => `service(id(name: "${ref}", type: "AWS::Lambda::Function"))`),
    ),
  });
}
