import { type Namesake, pathText, REFUSED_TYPES, type Refusal, refusalsOf } from '../../refusals/refusals';
import { AlarmIndex } from './alarm-index';
import { type DeployedStack, rootOf, sameEnvironment } from './deployed-stack';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { textIn } from './json';
import { type LineFinder, lineFinder } from './locate';
import type { Alarm, RefusedProperty } from './model';

/** What CloudWatch would refuse of the alarms of an assembly. */
export function readRefusals(inventory: Inventory, alarms: readonly Alarm[]): RefusedProperty[] {
  const index = new AlarmIndex(alarms);
  const named = namedAlarms(inventory);
  const lines = new Map<string, LineFinder>();
  const linesOf = (file: string): LineFinder => {
    const known = lines.get(file) ?? lineFinder(file);
    lines.set(file, known);
    return known;
  };
  return REFUSED_TYPES.flatMap((type) => inventory.ofType(type)).flatMap((resource) =>
    refusalsIn(resource, index, namesakesOf(resource, named)).map(({ level, path, message }) => ({
      ...declarationOf(resource),
      level,
      name: resource.physical.name,
      file: resource.stack.file,
      line: linesOf(resource.stack.file)(['Resources', resource.logicalId, 'Properties', ...path]),
      property: pathText(path),
      message,
    })),
  );
}

const ALARMS = ['Alarm', 'CompositeAlarm', 'LogAlarm'].map((name) => `AWS::CloudWatch::${name}`);

/** By the names that templates give; what deployment makes up differs. */
function namedAlarms(inventory: Inventory): ReadonlyMap<string, readonly DeclaredResource[]> {
  const named = new Map<string, DeclaredResource[]>();
  for (const resource of ALARMS.flatMap((type) => inventory.ofType(type))) {
    const name = textIn(resource.properties.AlarmName);
    if (name === undefined || name.includes('${')) continue;
    named.set(name, [...(named.get(name) ?? []), resource]);
  }
  return named;
}

/** Each but the first is the one to be renamed. */
function namesakesOf(resource: DeclaredResource, named: ReadonlyMap<string, readonly DeclaredResource[]>): Namesake[] {
  const all = named.get(textIn(resource.properties.AlarmName) ?? '') ?? [];
  return all
    .slice(0, Math.max(0, all.indexOf(resource)))
    .filter((other) => mayShare(resource.stack, other.stack))
    .map((other) => ({
      who: `${other.stack.path}/${other.logicalId}`,
      isSure: conditionOf(resource) === conditionOf(other) && areTogether(resource.stack, other.stack),
    }));
}

const conditionOf = ({ stack, logicalId }: DeclaredResource) => stack.template.resources.get(logicalId)?.condition;
const areTogether = (one: DeployedStack, other: DeployedStack): boolean =>
  rootOf(one) === rootOf(other) ||
  (one.region !== undefined && one.account !== undefined && sameEnvironment(one, other));
const mayShare = (one: DeployedStack, other: DeployedStack): boolean =>
  (['region', 'account'] as const).every(
    (key) => one[key] === undefined || other[key] === undefined || one[key] === other[key],
  );

function refusalsIn(resource: DeclaredResource, index: AlarmIndex, namesakes: readonly Namesake[]): Refusal[] {
  const { type, properties, physical, stack, resolver, logicalId } = resource;
  return refusalsOf({
    type,
    properties,
    target: { region: stack.region, account: stack.account },
    name: physical.name,
    arn: String(resolver.attribute(logicalId, 'Arn')),
    namesakes,
    isDeclared: (reference) => index.find(reference, stack.path) !== undefined,
  });
}
