import { checkAlarms } from './alarm-errors';
import type { CatalogueDeclaration, MetricDeclaration, MetricDeclarations } from './catalogue';
import {
  isDimensionValue,
  LONGEST_DIMENSION_NAME,
  LONGEST_DIMENSION_VALUE,
  LONGEST_NAME,
  MOST_DIMENSIONS,
} from './limits';
import { OPERATION_METRICS, RECORD_PROPERTIES, stepMetrics, stepOf } from './own-metrics';
import { checkMembers, type Report } from './report';
import { Unit } from './unit';

export type Declaration = CatalogueDeclaration<string, MetricDeclarations>;

const NAMESPACE = /^[A-Za-z0-9][A-Za-z0-9._/#-]*$/;
const NAME = /^[A-Za-z][A-Za-z0-9._/#-]*$/;
const KINDS = ['counter', 'duration', 'gauge'];
const UNITS: readonly string[] = Object.values(Unit);
// one name for each member of the interface, or it does not compile
const MEMBERS = {
  catalogue: Object.keys({ namespace: 0, dimensions: 0, steps: 0, metrics: 0 } satisfies Record<keyof Declaration, 0>),
  metric: Object.keys({ unit: 0, kind: 0, dimensions: 0, alarm: 0 } satisfies Record<keyof MetricDeclaration, 0>),
};
const OPERATION_DIMENSIONS: readonly string[] = [
  ...new Set(Object.values(OPERATION_METRICS).flatMap((metric) => ('dimensions' in metric ? metric.dimensions : []))),
];
const TAKEN: readonly string[] = ['__proto__', '_aws', ...RECORD_PROPERTIES, ...OPERATION_DIMENSIONS];

/** Everything that is wrong with a declaration, as `path: message`. */
export function errorsOf(declaration: Declaration): string[] {
  const errors: string[] = [];
  const report: Report = (path, message) => errors.push(`${path}: ${message}`);
  if (!isPlain(declaration))
    return ["declaration: use an object such as { namespace: 'Shop', steps: ['CreateOrder'] }."];
  checkShapes(report, declaration);
  // nothing else can be checked without the right types
  if (errors.length > 0) return errors;
  const { namespace, dimensions = {}, steps = [], metrics = {} } = declaration;
  const shared = Object.keys(dimensions);

  checkMembers(report, '', declaration, MEMBERS.catalogue);
  checkNamespace(report, namespace);
  checkPrototype(report, 'dimensions', dimensions);
  for (const [name, value] of Object.entries(dimensions)) {
    checkName(report, `dimensions.${name}`, name, LONGEST_DIMENSION_NAME);
    if (!isDimensionValue(value)) {
      report(
        `dimensions.${name}`,
        `use a text of 1 to ${LONGEST_DIMENSION_VALUE} printable ASCII characters that is not blank.`,
      );
    }
  }
  // every operation adds one of its own
  if (shared.length >= MOST_DIMENSIONS) report('dimensions', `declare at most ${MOST_DIMENSIONS - 1}.`);

  checkPrototype(report, 'metrics', metrics);
  const all = Object.entries(metrics);
  const dimensionNames = new Set([...shared, ...all.flatMap(([, metric]) => metric?.dimensions ?? [])]);
  const taken = new Map(
    Object.keys(OPERATION_METRICS).map((name) => [name, 'every operation publishes a metric of this name']),
  );
  const checkFree: Report = (path, name) => {
    const owner = dimensionNames.has(name) ? 'a dimension has this name' : taken.get(name);
    if (owner !== undefined) report(path, `${owner}; use another name than '${name}'.`);
  };

  for (const [index, step] of steps.entries()) {
    const path = `steps[${index}]`;
    if (steps.indexOf(step) < index) {
      report(path, `'${step}' is declared twice.`);
      continue;
    }
    checkName(report, path, step, LONGEST_NAME - 'Succeeded'.length);
    for (const name of Object.keys(stepMetrics(stepOf(step)))) {
      checkFree(path, name);
      taken.set(name, `the step '${step}' publishes a metric of this name`);
    }
  }
  for (const [name, metric] of all) {
    checkName(report, `metrics.${name}`, name);
    checkFree(`metrics.${name}`, name);
    checkMetric(report, `metrics.${name}`, metric, shared);
  }
  return errors;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks the types of objects and lists, which JavaScript does not. */
function checkShapes(report: Report, { dimensions = {}, steps = [], metrics = {} }: Declaration): void {
  if (!isPlain(dimensions)) report('dimensions', "use an object such as { Service: 'orders' }.");
  if (!Array.isArray(steps)) report('steps', "use a list such as ['CreateOrder'].");
  if (!isPlain(metrics)) report('metrics', "use an object such as { Orders: { unit: 'Count' } }.");
  for (const [name, metric] of Object.entries(isPlain(metrics) ? metrics : {})) {
    const own = metric?.dimensions;
    if (own !== undefined && !Array.isArray(own))
      report(`metrics.${name}.dimensions`, "use a list such as ['Partner'].");
  }
}

function checkNamespace(report: Report, namespace: unknown): void {
  if (typeof namespace !== 'string' || namespace.length > LONGEST_NAME || !NAMESPACE.test(namespace)) {
    report('namespace', `use 1 to ${LONGEST_NAME} letters, digits and any of . _ / # - after the first.`);
  } else if (namespace.startsWith('AWS/')) {
    report('namespace', "'AWS/' is reserved for AWS; use the name of the application.");
  }
}

function checkMetric(report: Report, path: string, metric: MetricDeclaration, shared: readonly string[]): void {
  if (typeof metric !== 'object' || metric === null) {
    report(path, "use an object such as { unit: 'Count' }.");
    return;
  }
  checkMembers(report, path, metric, MEMBERS.metric);
  const { unit, kind, dimensions = [], alarm } = metric;
  if (!UNITS.includes(unit)) report(`${path}.unit`, `'${unit}' is not a unit of CloudWatch; use a member of Unit.`);
  if (kind !== undefined && !KINDS.includes(kind)) report(`${path}.kind`, `use one of ${KINDS.join(', ')}.`);
  dimensions.forEach((dimension, index) => {
    const itemPath = `${path}.dimensions[${index}]`;
    checkName(report, itemPath, dimension, LONGEST_DIMENSION_NAME);
    if (shared.includes(dimension)) report(itemPath, `'${dimension}' is a shared dimension of all metrics already.`);
    if (dimensions.indexOf(dimension) < index) report(itemPath, `'${dimension}' is declared twice.`);
  });
  const most = MOST_DIMENSIONS - shared.length;
  if (dimensions.length > most) report(`${path}.dimensions`, `declare at most ${most} beside the shared ones.`);
  checkAlarms(report, `${path}.alarm`, alarm, dimensions);
}

function checkName(report: Report, path: string, name: unknown, longest = LONGEST_NAME): void {
  if (typeof name === 'string' && TAKEN.includes(name)) {
    report(path, `'${name}' is reserved; use another name.`);
  } else if (typeof name !== 'string' || name.length > longest || !NAME.test(name)) {
    report(path, `use a letter first, then letters, digits and any of . _ / # -, at most ${longest} characters.`);
  }
}

/** `{ __proto__: … }` replaces the prototype instead of declaring a member. */
function checkPrototype(report: Report, path: string, object: object): void {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    report(path, "'__proto__' is reserved, and only a plain object can be used; use another name.");
  }
}
