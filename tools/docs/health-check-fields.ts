import schema from '../../health-checks.schema.json';

interface Field {
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
}

/** The generated sections of docs/health-checks.md. */
export const healthCheckSections = (): ReadonlyMap<string, string> =>
  new Map([
    ['file-fields', tableOf(schema.properties)],
    ['service-fields', tableOf(schema.definitions.service.properties)],
    ['step-fields', tableOf(schema.definitions.step.properties)],
  ]);

const tableOf = (properties: Readonly<Record<string, Field>>): string =>
  [
    '| Field | Meaning | Default | Example |',
    '|-|-|-|-|',
    ...Object.entries(properties).map(([name, property]) => {
      const { description, default: standard, examples = [], enum: values = [] } = described(property);
      const example = values.length > 0 ? values.map(code).join(', ') : code(examples[0]);
      return `| \`${name}\` | ${description} | ${standard === undefined ? '' : code(standard)} | ${example} |`;
    }),
  ].join('\n');

/** What a property refers to describes it. */
function described(field: Field): Field {
  const definitions: Readonly<Record<string, Field>> = schema.definitions;
  return definitions[field.$ref?.replace('#/definitions/', '') ?? ''] ?? field;
}

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
