import Ajv from 'ajv';
import type { DailyDigest } from '../../lib/alerting/incident-options';
import { Route } from '../../lib/alerting/route';
import type {
  EnvironmentSettings,
  IncidentSettings,
  MaintenanceSettings,
  RouteSettings,
  RuleSettings,
  Settings,
} from '../../lib/environments/settings';
import schema from '../../vigil.schema.json';
import { errorsOf, prod } from './vigil-file';

interface SchemaNode {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly propertyNames?: SchemaNode;
  readonly $ref?: string;
}

const nodes = [schema, ...Object.values(schema.definitions)].flatMap((node) => withChildren(node as SchemaNode));
const properties = nodes.flatMap((node) =>
  Object.entries(node.properties ?? {}).map(([name, property]): [string, SchemaNode] => [name, described(property)]),
);

/** What a property refers to describes it. */
function described(node: SchemaNode): SchemaNode {
  const definitions: Readonly<Record<string, SchemaNode>> = schema.definitions;
  return definitions[node.$ref?.replace('#/definitions/', '') ?? ''] ?? node;
}

function withChildren(node: SchemaNode): SchemaNode[] {
  const { properties: named = {}, additionalProperties: others, items, propertyNames } = node;
  const children = [...Object.values(named), ...(typeof others === 'object' ? [others] : []), items, propertyNames];
  return [node, ...children.flatMap((child) => (child === undefined ? [] : withChildren(child)))];
}

test('the strict mode of its validator reports nothing', () => {
  // GIVEN
  const said: unknown[] = [];
  const logger = { log: said.push.bind(said), warn: said.push.bind(said), error: said.push.bind(said) };

  // WHEN
  new Ajv({ strict: true, logger }).compile(schema);

  // THEN
  expect(said).toEqual([]);
});

describe('editors', () => {
  test.each(properties)('find out about %s', (_, property) => {
    expect(property.description).toMatch(/^[A-Z].*\.$/);
    expect(property.enum ?? property.examples ?? property.type).toBeDefined();
  });

  test.each(nodes.filter(({ $ref }) => $ref === undefined))('and messages give a valid value: $title', (node) => {
    expect(node.title).toMatch(/\S/);
    const hasChoice = node.enum !== undefined || node.examples !== undefined || node.type === 'boolean';
    expect(hasChoice).toBe(true);
  });

  test.each(nodes.filter(({ type, $ref }) => type === 'object' && $ref === undefined))(
    'know all keys of $title',
    (node) => {
      expect(node.additionalProperties).not.toBe(true);
      expect(node.additionalProperties).toBeDefined();
    },
  );
});

// the compiler keeps these lists complete
const SETTINGS: Record<keyof Settings, true> = { version: true, environments: true };
const ENVIRONMENT: Record<keyof EnvironmentSettings, true> = {
  account: true,
  region: true,
  routes: true,
  rules: true,
  showOnly: true,
  detailedMetrics: true,
  tracing: true,
  strict: true,
  grouping: true,
  baselines: true,
  healthChecks: true,
  dashboards: true,
  alarmsIn: true,
  maintenance: true,
  incidents: true,
  runbookBaseUrl: true,
};
const ROUTE: Record<keyof RouteSettings, true> = {
  email: true,
  sms: true,
  slack: true,
  slackBot: true,
  slackApp: true,
  discord: true,
  teams: true,
  pagerDuty: true,
  opsgenie: true,
  webhook: true,
  severities: true,
};
const MAINTENANCE: Record<keyof MaintenanceSettings, true> = {
  schedule: true,
  durationMinutes: true,
  timeZone: true,
  components: true,
};
const INCIDENTS: Record<keyof IncidentSettings, true> = {
  escalation: true,
  acknowledgementMinutes: true,
  reservedConcurrency: true,
  digest: true,
};
const DIGEST: Record<keyof DailyDigest, true> = { at: true, timeZone: true };
const RULE: Record<keyof RuleSettings, true> = {
  enabled: true,
  threshold: true,
  band: true,
  severity: true,
  datapointsToAlarm: true,
  evaluationPeriods: true,
  periodMinutes: true,
  treatMissingData: true,
  runbookUrl: true,
};

test.each([
  ['file', { $schema: true, ...SETTINGS }, schema],
  ['environment', ENVIRONMENT, schema.definitions.environment],
  ['maintenance', MAINTENANCE, schema.definitions.maintenance],
  ['incidents', INCIDENTS, schema.definitions.incidents],
  ['digest', DIGEST, schema.definitions.digest],
  ['route', ROUTE, schema.definitions.route],
  ['rule', RULE, schema.definitions.rule],
])('the type and the schema of a %s have the same properties', (_, typed, described) => {
  expect(Object.keys(described.properties).sort()).toEqual(Object.keys(typed).sort());
});

test('its examples and defaults are right', () => {
  // GIVEN
  const { environment, route, rule } = schema.definitions;
  const valuesOf = (node: SchemaNode) => (node.examples ?? node.enum ?? []).concat(node.default ?? []);
  const casesOf = (node: SchemaNode) =>
    Object.entries(node.properties ?? {}).flatMap(([key, property]) =>
      valuesOf(property).map((value) => ({ [key]: value })),
    );

  // WHEN
  const files = [
    ...schema.examples,
    ...schema.properties.environments.examples.map((environments) => ({ version: '1.0', environments })),
    ...casesOf(environment as SchemaNode).map(prod),
    ...environment.examples.map(prod),
    ...route.examples.map((example) => prod({ routes: [example] })),
    ...casesOf(route as SchemaNode).map((example) =>
      prod({ routes: [{ ...route.examples[0], ...example }].map(oneChannel) }),
    ),
    ...casesOf(rule as SchemaNode).map((example) => prod({ rules: { QueueStuck: example } })),
  ];

  // THEN
  expect(files.length).toBeGreaterThan(25);
  expect(files.map((file) => errorsOf(file, Object.keys(file.environments)[0]))).toEqual(files.map(() => []));
});

/** The example's own channel gives way to the one under test. */
function oneChannel<T extends { email?: unknown }>(route: T): T {
  const isOther = Object.keys(route).some((key) => key !== 'email' && key !== 'severities');
  return isOther ? { ...route, email: undefined } : route;
}

describe('refuses what Route refuses', () => {
  const addresses = [
    'a@example.com',
    'a.b+c@example.co.uk',
    'ä@example.com',
    'a@b',
    '@example.com',
    'a b@example.com',
    'a@example.com,b@example.com',
    '<a@example.com>',
    'a@@example.com',
    '',
  ];
  test.each(addresses)('e-mail %j', (email) => {
    expect(errorsOf(prod({ routes: [{ email }] })).length > 0).toBe(throws(() => Route.email(email)));
  });

  const numbers = [
    '+447700900123',
    '+12025550123',
    '447700900123',
    '+0447700900',
    '+44 7700 900123',
    '+123456',
    '+1234567',
    '+123456789012345',
    '+1234567890123456',
    '+44770090012x',
  ];
  test.each(numbers)('phone number %j', (sms) => {
    expect(errorsOf(prod({ routes: [{ sms }] })).length > 0).toBe(throws(() => Route.sms(sms)));
  });
});

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}

test.each([
  'us-east-1',
  'eu-central-1',
  'us-gov-west-1',
  'cn-northwest-1',
  'ap-southeast-7',
  'eusc-de-east-1',
  'us-isob-east-1',
])('knows the region %s', (region) => {
  expect(errorsOf(prod({ region }))).toEqual([]);
});
