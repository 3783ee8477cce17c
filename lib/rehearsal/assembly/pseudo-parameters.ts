import type { DeployedStack, Target } from './deployed-stack';
import type { Json } from './json';

/** Placeholders for values that are known only at deployment: AWS's example account and default region. */
const STAND_IN = { account: '123456789012', region: 'us-east-1' };

export const regionOf = ({ region = STAND_IN.region }: Target): string => region;
export const accountOf = ({ account = STAND_IN.account }: DeployedStack): string => account;

const NEEDS: Readonly<Record<string, keyof typeof STAND_IN>> = {
  'AWS::AccountId': 'account',
  'AWS::Region': 'region',
  'AWS::Partition': 'region',
  'AWS::URLSuffix': 'region',
};

/** Whether a pseudo parameter has only a placeholder value. */
export function isStandIn(name: string, stack: DeployedStack): boolean {
  const needed = NEEDS[name];
  return needed !== undefined && stack[needed] === undefined;
}

/** As the CDK has them. */
const PARTITIONS: [prefix: string, partition: string, urlSuffix: string][] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['', 'aws', 'amazonaws.com'],
];
const partitionRow = (target: Target) =>
  PARTITIONS.find(([prefix]) => regionOf(target).startsWith(prefix)) as (typeof PARTITIONS)[number];

export const partitionOf = (target: Target): string => partitionRow(target)[1];

/** The parameters that every template has. */
export const PSEUDO_PARAMETERS: Readonly<Record<string, (stack: DeployedStack) => Json | undefined>> = {
  'AWS::AccountId': accountOf,
  'AWS::Region': regionOf,
  'AWS::Partition': partitionOf,
  'AWS::URLSuffix': (stack) => partitionRow(stack)[2],
  'AWS::StackName': ({ name }) => name,
  'AWS::StackId': (stack) =>
    `arn:${partitionOf(stack)}:cloudformation:${regionOf(stack)}:${accountOf(stack)}:stack/${stack.name}`,
  'AWS::NotificationARNs': () => [],
  'AWS::NoValue': () => undefined,
};
