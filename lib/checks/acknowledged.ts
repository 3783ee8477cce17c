import { basename } from 'node:path';
import { CfnResource, type IPolicyValidationContextBeta1, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Violation } from './checks';

/** Where `Validations.acknowledge` leaves what it was given: `{ [id]: reason }`. */
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules';

/** Whether a rule is acknowledged on the construct of a violation, or around it. */
export function acknowledgedIn(context: IPolicyValidationContextBeta1): (rule: string, at: Violation) => boolean {
  // releases before acknowledgement do not pass it
  const { appConstruct: app } = context as { readonly appConstruct?: IConstruct };
  const resources = new Map(
    (app?.node.findAll() ?? []).filter(CfnResource.isCfnResource).map((each) => [keyOfResource(each), each]),
  );
  return (rule, { template, logicalId }) =>
    resources.get(keyOf(template, logicalId))?.node.scopes.some((construct) => rulesOn(construct).includes(rule)) ??
    false;
}

const keyOf = (template: string, logicalId: string): string => `${basename(template)}#${logicalId}`;

function keyOfResource(resource: CfnResource): string {
  const stack = Stack.of(resource);
  return keyOf(stack.templateFile, String(stack.resolve(resource.logicalId)));
}

const rulesOn = ({ node }: IConstruct): string[] =>
  node.metadata.filter(({ type }) => type === ACKNOWLEDGED).flatMap(({ data }) => Object.keys(data as object));
