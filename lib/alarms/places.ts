import { createHash } from 'node:crypto';
import {
  BootstraplessSynthesizer,
  CfnCondition,
  CfnElement,
  CfnResource,
  NestedStack,
  Reference,
  Stack,
  Tokenization,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AlarmsIn } from '../contracts/alarms-in';
import { topStack } from '../tree/naming';

/** What alarms add to the template of a stack. */
export interface Planned {
  readonly resources: number;
  readonly bytes: number;
}

/** Where an alarm is created. */
export interface AlarmSite {
  readonly scope: Construct;
  readonly stack: Stack;
  /** The first part of its name. */
  readonly namePrefix: string;
}

/** CloudFormation's limit. An app may set another as CDK's context, 0 for none. */
const RESOURCES_PER_STACK = 500;
const STACK_RESOURCE_LIMIT = '@aws-cdk/core:stackResourceLimit';

/** How many resources CDK admits in a stack. */
export const resourceLimit = ({ node }: Stack): number =>
  Number(node.tryGetContext(STACK_RESOURCE_LIMIT) ?? RESOURCES_PER_STACK) || Number.POSITIVE_INFINITY;

/** 450 of 500: the rest is for what is added after the alarms, such as dashboards and CDK's own metadata. */
const SHARE_OF_RESOURCES = 0.9;
/** 80 % of CloudFormation's 1 MB, from which on CDK warns. */
const MOST_BYTES = 800_000;
/** Below, a template has more than 800 KB only if its resources have 4 KB each: the template is not measured. */
const RESOURCES_TO_MEASURE = 200;
/** Of dashboards, for each alarm. Measured: 20 KB for 17 alarms. */
const BYTES_OF_DASHBOARD = 1200;

/**
 * Nested stacks of a stack. It never changes: an alarm that moved to another would collide with itself at deployment. The alarms of
 * 450 resources have room in eight, and each resource is a parameter, of which a nested stack takes 200.
 */
const BUCKETS = 8;

const NESTED = 'VigilAlarms';

const PLANNED = new WeakMap<Stack, Planned[]>();
const FITS = new WeakMap<Stack, boolean>();

/** Announces alarms on resources of a stack, before the first `placeFor`. */
export function plan(stack: Stack, size: Planned): void {
  PLANNED.set(stack, [...(PLANNED.get(stack) ?? []), size]);
}

/**
 * The stack of the alarms on resources of `stack`: itself, or one of its nested stacks.
 *
 * @param key what stays together: it depends on no label, and on nothing but what it is made of
 */
export function placeFor(stack: Stack, key: string, choice: AlarmsIn | undefined): Stack {
  if (isAtHome(stack, choice)) return stack;
  const id = `${NESTED}${(createHash('sha256').update(key).digest().readUInt32BE() % BUCKETS) + 1}`;
  const existing = stack.node.tryFindChild(id) as NestedStack | undefined;
  if (existing !== undefined) return existing;
  const description = `Alarms on resources of ${topStack(stack).stackName}`;
  return new NestedStack(stack, id, { description, suppressTemplateIndentation: true });
}

/**
 * How the names of alarms on resources of a stack begin. Where the alarms move to nested stacks they have other names, because
 * CloudFormation creates the new alarms before it deletes the old ones, and refuses a name that exists.
 *
 * @param owner the stack of the resources, where that is another one
 */
export function alarmStackName(stack: Stack, choice: AlarmsIn | undefined, owner?: Stack): string {
  const { stackName, region } = topStack(stack);
  return `${owner === undefined ? stackName : `${owner.stackName}-${region}`}${isAtHome(stack, choice) ? '' : '-alarms'}`;
}

function isAtHome(stack: Stack, choice: AlarmsIn = AlarmsIn.AUTO): boolean {
  if (choice === AlarmsIn.STACK || !canNest(stack)) return true;
  if (choice === AlarmsIn.NESTED_STACKS) return false;
  // what is read before the alarms are planned is read again
  if (!PLANNED.has(stack)) return true;
  const known = FITS.get(stack) ?? fits(stack);
  FITS.set(stack, known);
  return known;
}

/** Whether alarms on its resources are in nested stacks. */
export const hasNestedAlarms = ({ node }: Stack): boolean =>
  node.children.some((child) => NestedStack.isNestedStack(child) && child.node.id.startsWith(NESTED));

/** A nested stack's template is an asset, which some synthesizers cannot publish. */
export const canNest = ({ synthesizer }: Stack): boolean => !(synthesizer instanceof BootstraplessSynthesizer);

function fits(stack: Stack): boolean {
  const planned = PLANNED.get(stack) ?? [];
  const sum = (of: keyof Planned) => planned.reduce((total, each) => total + each[of], 0);
  const elements = elementsIn(stack);
  const resources = elements.filter(CfnResource.isCfnResource).length + sum('resources');
  if (resources > SHARE_OF_RESOURCES * Math.min(resourceLimit(stack), RESOURCES_PER_STACK)) return false;
  if (resources < RESOURCES_TO_MEASURE) return true;
  const own = elements.reduce((total, element) => total + bytesOf(element, stack), 0);
  return own + sum('bytes') + sum('resources') * BYTES_OF_DASHBOARD <= MOST_BYTES;
}

const elementsIn = (stack: Stack): CfnElement[] =>
  stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node) && Stack.of(node) === stack);

/** Of a reference, as CDK writes it: `{ "Fn::GetAtt": [ … ] }` in lines of their own. Measured. */
const BYTES_OF_REFERENCE = 60;
/** Beside its properties: its type, its path and the indentation of both. Measured. */
const BYTES_BESIDE_PROPERTIES = 120;

/**
 * About as many bytes as CDK writes. Whatever hides its size, such as a policy, is worked out; names and references, which are most of a
 * template and cost most of its synthesis, are not.
 */
function bytesOf(element: CfnElement, stack: Stack): number {
  const workedOut = function (this: Record<string, unknown>, key: string, value: unknown): unknown {
    const given = this[key];
    if (!Tokenization.isResolvable(given)) return value;
    return Reference.isReference(given) ? REFERENCE : stack.resolve(given);
  };
  try {
    const content = CfnResource.isCfnResource(element) ? propertiesOf(element) : element._toCloudFormation();
    const text = JSON.stringify(content, workedOut, 1);
    const references = text.split(REFERENCE).length - 1;
    return BYTES_BESIDE_PROPERTIES + text.length + references * BYTES_OF_REFERENCE;
  } catch {
    // CDK reports what is wrong with it
    return 0;
  }
}

/** Protected, and public in no other form than worked out. */
const propertiesOf = (resource: CfnResource): object =>
  (resource as unknown as { readonly cfnProperties: object }).cfnProperties;

/** What the text of a reference begins with. */
const REFERENCE = `\${Token[`;

/** A condition as resources of another stack may have it. */
export function conditionIn(stack: Stack, condition: CfnCondition | undefined): CfnCondition | undefined {
  if (condition === undefined || Stack.of(condition) === stack) return condition;
  const id = `Condition${condition.node.addr.slice(-8)}`;
  const existing = stack.node.tryFindChild(id) as CfnCondition | undefined;
  return existing ?? new CfnCondition(stack, id, { expression: condition.expression });
}
