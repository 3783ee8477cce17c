import type { Expression } from '../promql/expression';
import type { Template } from './template';
import type { Position } from './yaml-text';

interface AnyRule {
  readonly name: string;
  readonly expression: Expression;
  /** The expression as it is written. */
  readonly text: string;
  readonly labels: ReadonlyMap<string, TemplateText>;
  readonly position: Position;
}

/** A label or an annotation. */
export interface TemplateText {
  readonly text: string;
  readonly render: Template;
}

export interface AlertRule extends AnyRule {
  readonly kind: 'alert';
  /** Milliseconds: `for`. */
  readonly hold: number;
  /** Milliseconds: `keep_firing_for`. */
  readonly keepFiring: number;
  readonly annotations: ReadonlyMap<string, TemplateText>;
}

export interface RecordRule extends AnyRule {
  readonly kind: 'record';
}

export type Rule = AlertRule | RecordRule;

export interface RuleGroup {
  readonly name: string;
  /** Milliseconds. @default - the server's evaluation interval */
  readonly interval?: number;
  /** At most so many alerts or series; more fail. @default - no limit */
  readonly limit?: number;
  readonly rules: readonly Rule[];
}
