import { Duration, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { NODE } from '../alerting/function-code';
import { functionRole } from '../alerting/function-role';
import { writeEnvironment } from '../contracts/environment';
import {
  HEALTH_CHECKER_ENVIRONMENT,
  type HealthCheckerSettings,
  type HeartbeatUrls,
} from '../contracts/health-checker';
import type { HealthCheck } from '../contracts/health-checks';
import { acknowledge } from '../tree/newer-cdk';
import { functionsOf, secretsOf } from './resources-of-checks';

/** What the functions of all regions run. */
export interface CheckFunctionProps {
  readonly checks: readonly HealthCheck[];
  readonly settings: HealthCheckerSettings;
  /** With the code and the checks. */
  readonly folder: string;
  /** What the placeholders of the checks stand for. */
  readonly values: readonly string[];
  readonly vpc?: IVpc;
}

interface Identity {
  readonly heartbeatUrls?: HeartbeatUrls;
  readonly description: string;
  readonly functionName?: string;
  readonly tableName?: string;
}

/** Measured: 250 checks that hang at the same time take 98 MB. The rest is for the share of a processor that comes with memory. */
const MEMORY_MB = 256;
/**
 * Names are looked up by threads of Node.js, of which there are four by default: as many names that do not resolve would keep all other checks
 * of the round from starting for seconds. Project default: more than begin at the same time, of 125 checks.
 */
const LOOKUPS = 64;
/** What a round takes besides its slowest check: to start, to read and write states. */
const MARGIN_SECONDS = 15;
const LONGEST_SECONDS = 900;

/** What a function needs to have an interface in a VPC: EC2 knows none of them beforehand. */
const INTERFACE_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** A function that runs checks, and may read their secrets and invoke their functions. */
export function checkFunction(
  scope: Construct,
  { checks, settings, folder, values, vpc }: CheckFunctionProps,
  { description, functionName, tableName, heartbeatUrls }: Identity,
) {
  const { role, logGroup, allow } = functionRole(scope);
  for (const secret of secretsOf(checks, scope)) allow(['secretsmanager:GetSecretValue'], secret);
  const called = functionsOf(checks, scope);
  if (called.length > 0) allow(['lambda:InvokeFunction'], ...called);
  if (vpc !== undefined) {
    allow(INTERFACE_ACTIONS, '*');
    acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'EC2 has no names for the interfaces of a function.');
  }
  const slowest = Math.max(0, ...checks.map(({ timeoutMs }) => timeoutMs)) / 1000;
  const fn = new LambdaFunction(scope, 'Function', {
    description,
    functionName,
    runtime: NODE,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(folder),
    handler: 'index.handler',
    memorySize: MEMORY_MB,
    timeout: Duration.seconds(Math.min(LONGEST_SECONDS, Math.ceil(slowest) + MARGIN_SECONDS)),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // the next minute brings the next round
    retryAttempts: 0,
    maxEventAge: Duration.minutes(1),
    vpc,
    environment: {
      ...writeEnvironment(
        HEALTH_CHECKER_ENVIRONMENT,
        { settings, values: values.length > 0 ? values : undefined, heartbeatUrls, tableName },
        (value) => Stack.of(scope).toJsonString(value),
      ),
      UV_THREADPOOL_SIZE: `${LOOKUPS}`,
    },
  });
  return { fn, allow };
}
