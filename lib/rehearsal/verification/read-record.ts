import Ajv from 'ajv';
import type { VerificationRecord } from './record';

const TEXT = { type: 'string', minLength: 1 };
const WORDS = { type: 'string' };
const TIME = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' };
const list = (items: object) => ({ type: 'array', items });
const record = (required: Readonly<Record<string, object>>, optional: Readonly<Record<string, object>> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});

const QUESTION = record(
  {
    id: TEXT,
    asks: TEXT,
    expected: { type: 'object', additionalProperties: TEXT },
    follows: list(TEXT),
    words: WORDS,
  },
  { reply: TEXT, problem: WORDS },
);

/** The format of {@link VerificationRecord}, as a JSON Schema. */
const RECORD_SCHEMA = record({
  format: { const: 1 },
  vigil: TEXT,
  region: TEXT,
  run: TEXT,
  startedAt: TIME,
  endedAt: TIME,
  readings: list(
    record({
      name: TEXT,
      follows: { enum: ['default', 'reading', 'mixed', 'neither', 'not answered'] },
      questions: list(TEXT),
    }),
  ),
  questions: list(QUESTION),
  shapes: list(
    record({
      key: TEXT,
      rules: list(TEXT),
      outcome: { enum: ['as simulated', 'in part', 'differs', 'refused', 'not answered'] },
      notCompared: list(TEXT),
      questions: list(QUESTION),
    }),
  ),
  refusals: list(
    record({ id: TEXT, outcome: { enum: ['refused', 'accepted', 'not permitted'] } }, { code: WORDS, message: WORDS }),
  ),
});

/** A file that is no record. */
export class NoRecord extends Error {}

/** Reads a record. @throws NoRecord with all that is wrong */
export function readRecord(file: string, text: string): VerificationRecord {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new NoRecord(`${file}: it is not JSON: ${(error as Error).message}`);
  }
  const check = new Ajv({ allErrors: true }).compile<VerificationRecord>(RECORD_SCHEMA);
  if (check(content)) return content;
  const problems = (check.errors ?? []).map(({ instancePath, message = '', params }) => {
    const { allowedValues, allowedValue, additionalProperty } = params as Record<string, unknown>;
    const detail = [allowedValues, allowedValue, additionalProperty].find((each) => each !== undefined);
    const more = detail === undefined ? '' : `: ${[detail].flat().join(', ')}`;
    return `${instancePath === '' ? 'it' : instancePath.slice(1).replaceAll('/', '.')} ${message}${more}`;
  });
  throw new NoRecord(
    `${file} is no record of 'vigil verify': ${problems.join('; ')}. Write it anew with 'vigil verify', or delete it.`,
  );
}
