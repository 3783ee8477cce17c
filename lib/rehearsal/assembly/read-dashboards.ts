import { declarationOf, type Inventory } from './inventory';
import { isList, isObject, type Json, type JsonObject, listIn, objectIn, objectsIn, textIn } from './json';
import { metricRows } from './metric-rows';
import type { Dashboard, Widget } from './model';

export function readDashboards(inventory: Inventory): Dashboard[] {
  return inventory.ofType('AWS::CloudWatch::Dashboard').map((resource) => {
    const { stack, logicalId, properties, physical } = resource;
    const body = bodyOf(properties.DashboardBody);
    if (body === undefined)
      inventory.resolvers.list(stack, logicalId, 'DashboardBody', 'its text is not a JSON object');
    const widgets = objectsIn(body?.widgets);
    return {
      ...declarationOf(resource),
      name: physical.name,
      body,
      generatedNames: [...new Set(widgets.flatMap(namesIn).filter(resource.isLogicalId))],
      widgets: widgets.map(widget),
    };
  });
}

function bodyOf(value: Json | undefined): JsonObject | undefined {
  if (isObject(value)) return value;
  try {
    const body: unknown = JSON.parse(textIn(value) ?? '');
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The names of resources: values of dimensions, and log groups. */
function namesIn({ properties }: JsonObject): string[] {
  const written = objectIn(properties);
  const dimensions = metricRows(written).flatMap(({ metric }) => Object.values(metric?.dimensions ?? {}));
  return [
    ...dimensions,
    ...[...(textIn(written.query) ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name as string),
  ];
}

function widget({ type, properties }: JsonObject): Widget {
  const { title, metrics } = objectIn(properties);
  return { type: textIn(type) ?? '', title: textIn(title), metrics: listIn(metrics).filter(isMetric).length };
}

/** A row begins with its namespace; an expression is a row with an object alone. */
const isMetric = (row: Json): boolean => isList(row) && typeof row[0] === 'string';
