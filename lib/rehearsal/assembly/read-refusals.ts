import { pathText, REFUSED_TYPES, type Refusal, refusalsOf } from '../../refusals/refusals';
import { AlarmIndex } from './alarm-index';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { type LineFinder, lineFinder } from './locate';
import type { Alarm, RefusedProperty } from './model';

/** What CloudWatch would refuse of the alarms of an assembly. */
export function readRefusals(inventory: Inventory, alarms: readonly Alarm[]): RefusedProperty[] {
  const index = new AlarmIndex(alarms);
  const lines = new Map<string, LineFinder>();
  const linesOf = (file: string): LineFinder => {
    const known = lines.get(file) ?? lineFinder(file);
    lines.set(file, known);
    return known;
  };
  return REFUSED_TYPES.flatMap((type) => inventory.ofType(type)).flatMap((resource) =>
    refusalsIn(resource, index).map(({ level, path, message }) => ({
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

function refusalsIn(resource: DeclaredResource, index: AlarmIndex): Refusal[] {
  const { type, properties, physical, stack, resolver, logicalId } = resource;
  return refusalsOf({
    type,
    properties,
    target: { region: stack.region, account: stack.account },
    name: physical.name,
    arn: String(resolver.attribute(logicalId, 'Arn')),
    isDeclared: (reference) => index.find(reference, stack.path) !== undefined,
  });
}
