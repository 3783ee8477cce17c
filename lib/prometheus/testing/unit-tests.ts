import type { Labels } from '../labels';
import type { Expression } from '../promql/expression';
import type { Position } from '../rules/yaml-text';
import type { MadeValue } from './series-notation';

/** A test file of promtool: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export interface UnitTests {
  readonly ruleFiles: readonly { readonly path: string; readonly position: Position }[];
  /** Milliseconds. */
  readonly evaluationInterval: number;
  readonly groupOrder: readonly string[];
  readonly tests: readonly UnitTest[];
}

export interface UnitTest {
  readonly name: string;
  /** Milliseconds between the values of a series. */
  readonly interval: number;
  readonly series: readonly { readonly labels: Labels; readonly values: readonly MadeValue[] }[];
  readonly alerts: readonly AlertExpectation[];
  readonly queries: readonly QueryExpectation[];
  readonly externalLabels: Labels;
  readonly externalUrl: string;
  readonly position: Position;
}

interface Expectation {
  /** Milliseconds after the start. */
  readonly time: number;
  readonly position: Position;
}

export interface AlertExpectation extends Expectation {
  readonly alert: string;
  readonly expected: readonly { readonly labels: Labels; readonly annotations: Labels }[];
}

export interface QueryExpectation extends Expectation {
  readonly text: string;
  readonly expression: Expression;
  readonly expected: readonly { readonly labels: Labels; readonly value: number }[];
}
