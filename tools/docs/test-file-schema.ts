import { PATTERNS } from '../../lib/rehearsal/testing/notation';
import { TEST_FILE_SCHEMA } from '../../lib/rehearsal/testing/test-file-schema';

/** The JSON Schema of `alarms.test.yaml` for editors, from the one that `vigil test` checks with. */
export function editorSchema(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://raw.githubusercontent.com/cdk-vigil/cdk-vigil/main/alarms.test.schema.json',
    $comment: 'Written by `npm run docs`.',
    title: 'Alarm tests of cdk-vigil',
    ...(withPatterns(TEST_FILE_SCHEMA) as object),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** JSON Schema gives some of our formats another meaning: editors take patterns instead. */
function withPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withPatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { format, ...others } = schema as { format?: unknown };
  const rest = Object.fromEntries(Object.entries(others).map(([key, value]) => [key, withPatterns(value)]));
  if (typeof format !== 'string') return format === undefined ? rest : { format: withPatterns(format), ...rest };
  const pattern = (PATTERNS as Readonly<Record<string, RegExp>>)[format]?.source;
  return pattern === undefined ? rest : { ...rest, pattern };
}
