import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../tools/docs/appearances';
import { plain } from './families';
import type { Shape } from './shapes';

type Cases = Readonly<Record<string, Shape>>;

const FOLDER = join(__dirname, 'cases');

/** The shapes of all rules with metric math, by rule id. */
export const CASES: Cases = Object.assign(
  {},
  ...readdirSync(FOLDER).map((file) => (require(join(FOLDER, file)) as { readonly CASES: Cases }).CASES),
);

/** How to make the metrics of a rule read what a test wants. What one metric compares needs no case. */
export function shapeOf({ id, expression }: Row): Shape {
  const shape = CASES[id] ?? (expression === undefined ? plain : undefined);
  if (shape === undefined) throw new Error(`Rule '${id}' has no behaviour case: give it one in test/rules/cases.`);
  return shape;
}
