import { CHECK_DIMENSION, HEALTH_CHECKS_NAMESPACE } from '../../../contracts/health-checker';
import { RESOURCE_TYPES } from '../../../resources/all';
import { failuresOf as changing } from '../../../resources/made-data';
import { namespacesOf } from '../../../resources/resource-type';
import type { Assembly } from '../../assembly/model';
import { type Publisher, publisherKey } from '../traffic/traffic';
import { APPLICATION, DEAD_LETTERS, FAILURES, type Failure, HEALTH_CHECK, HEALTH_CHECKER } from './failures';

/** A resource that something can go wrong with. */
export interface Target {
  readonly id: string;
  readonly publisher: Publisher;
  readonly type: string;
  /** `CreatedInvoices`, as its alarms name it; else the resource. */
  readonly component: string;
  /** Its physical name, which distinguishes it in the component. */
  readonly resource: string;
  readonly failures: readonly Failure[];
}

/** The resources among all publishers: those whose dimensions are the ones of a registration. */
export function targetsIn(
  assembly: Assembly,
  publishers: readonly Publisher[],
  deadLetters: ReadonlySet<string>,
): Target[] {
  const components = componentsOf(assembly);
  const targets = publishers.flatMap((publisher): Target[] => {
    const type = isDeadLetters(publisher, deadLetters) ? DEAD_LETTERS : typeOf(publisher);
    const failures = failuresOf(type);
    if (type === undefined || failures.length === 0) return [];
    const resource = resourceOf(publisher);
    const id = publisherKey(publisher);
    return [{ id, publisher, type, resource, component: components.get(id) ?? resource, failures }];
  });
  // what sends the alerts is rarely what one wants to break first
  return [...targets.filter((each) => !isOfVigil(each)), ...targets.filter(isOfVigil)];
}

/** Those that name its type, and those that the type names. */
function failuresOf(type: string | undefined): Failure[] {
  const { made, failures } = RESOURCE_TYPES.find((each) => each.type === type) ?? {};
  const named = [...(failures ?? []), ...(made === undefined ? [] : changing(made))];
  return FAILURES.filter(({ id, types }) => type !== undefined && (types.includes(type) || named.includes(id)));
}

const isOfVigil = ({ component }: Target): boolean => component.startsWith('Vigil.');

export const isDeadLetters = (
  { namespace, dimensions }: Pick<Publisher, 'namespace' | 'dimensions'>,
  deadLetters: ReadonlySet<string>,
): boolean => namespace === 'AWS/SQS' && deadLetters.has(dimensions.QueueName ?? '');

/** Each section of a type, with the namespace in which its resources publish. */
const SECTIONS = RESOURCE_TYPES.flatMap(({ type, sections }) =>
  sections.map((section) => ({ type, namespace: namespacesOf([section])[0], dimensions: section.dimensions })),
);

const NAMESPACES = new Map(RESOURCE_TYPES.map(({ type, sections }) => [type, namespacesOf(sections)]));

/** The namespaces in which the resources of a type publish. */
export const namespacesOfType = (type: string): readonly string[] => NAMESPACES.get(type) ?? [];

function typeOf({ namespace, dimensions, names }: Publisher): string | undefined {
  if (namespace === HEALTH_CHECKS_NAMESPACE) return CHECK_DIMENSION in dimensions ? HEALTH_CHECK : HEALTH_CHECKER;
  if (!namespace.startsWith('AWS/'))
    return names.size > 0 && Object.keys(dimensions).length > 0 ? APPLICATION : undefined;
  const own = Object.keys(dimensions);
  const matches = (wanted: readonly string[]): boolean =>
    wanted.length === own.length && wanted.every((name) => own.includes(name));
  const found = SECTIONS.filter((each) => each.namespace === namespace && matches(each.dimensions));
  // of types that are watched alike, the one that failures name
  return (found.find(({ type }) => failuresOf(type).length > 0) ?? found[0])?.type;
}

const resourceOf = ({ dimensions }: Publisher): string => {
  if (dimensions[CHECK_DIMENSION] !== undefined) return dimensions[CHECK_DIMENSION];
  const [primary = ''] = Object.entries(dimensions)
    .filter(([name]) => !['Environment', 'Region', 'Stage', 'EventBusName'].includes(name))
    .map(([, value]) => value);
  // CDK ends logical ids, which stand for names that only deployment knows, with eight hexadecimal digits
  return primary.replace(/(?<=.)[0-9A-F]{8}$/, '');
};

/** The component whose alarms read a publisher, by its key. */
export function componentsOf({ alarms }: Assembly): ReadonlyMap<string, string> {
  const components = new Map<string, string>();
  for (const alarm of alarms) {
    if (!('queries' in alarm)) continue;
    for (const metric of [...alarm.queries.flatMap(({ metric }) => metric ?? []), ...alarm.selected])
      components.set(publisherKey(metric), alarm.component);
  }
  return components;
}
