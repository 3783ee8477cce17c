import { evaluationOf } from '../../lib/alarms/alarm-properties';
import { factsIn } from '../../lib/alarms/description';
import { SECTIONS } from '../../lib/resources/all';
import type { Example, Section } from '../../lib/resources/resource-type';
import { type Condition, candidates, type OpenRule } from '../../lib/rules/rule';
import type { RuleOptions } from '../../lib/rules/rule-options';
import { appearanceOf, OWNERS_NUMBER, type Row } from '../../tools/docs/appearances';
import type { CompositeAlarm, MetricAlarm } from '../support/evaluator/model';
import { STACK, specimenOf, type Template } from '../support/specimens';

/** A rule as it is on one example, as an alarm. */
export interface ExampleAlarm {
  readonly severity: string;
  readonly on: boolean;
  readonly alarm: MetricAlarm;
}

/** The changes that switch on every rule there is. */
export function everyRule(): { [id: string]: RuleOptions } {
  const all = SECTIONS.flatMap(({ table, examples }) => examples.flatMap(({ facts }) => candidates(table, facts)));
  const thresholdOf = ({ threshold }: OpenRule) => (threshold === undefined ? OWNERS_NUMBER : undefined);
  return Object.fromEntries(all.map(({ rule }) => [rule.id, { enabled: true, threshold: thresholdOf(rule) }]));
}

/** The rule of a row on an example, by the row alone: no synthesis. Undefined where it does not apply. */
export function fromRow(row: Row, section: Section, example: Example): ExampleAlarm | undefined {
  const appearance = appearanceOf(row, example);
  if (appearance === undefined) return undefined;
  const { rule, on } = appearance;
  const dimensions = Object.fromEntries((example.dimensions ?? section.dimensions).map((name) => [name, `<${name}>`]));
  return { severity: rule.severity, on, alarm: alarmOf(rule, dimensions) };
}

/** What CloudFormation reads of a rule. */
export const alarmOf = (rule: Condition, dimensions: Readonly<Record<string, string>>): MetricAlarm =>
  asCloudFormation(evaluationOf(rule, dimensions));

/** Reads the rules of specimens from what synthesizes: as they are by default, and with all of them switched on. */
export class SynthesizedRules {
  readonly #byDefault: ReadonlyMap<string, NamedAlarm>;
  readonly #all: ReadonlyMap<string, NamedAlarm>;

  public constructor(byDefault: Template, all: Template) {
    this.#byDefault = alarmsIn(byDefault);
    this.#all = alarmsIn(all);
  }

  /** The rule of a row on the specimen of an example; undefined where there is no alarm of it. */
  public find(row: Row, section: Section, example: Example): ExampleAlarm | undefined {
    const { component, part } = specimenOf(section, example);
    const name = `${STACK}/${component}/${part === undefined ? row.id : `${part}.${row.id}`}`;
    const alarm = this.#all.get(name);
    if (alarm === undefined) return undefined;
    return {
      severity: factsIn(alarm.AlarmDescription)?.severity ?? '',
      on: this.#byDefault.has(name),
      alarm: alarm as MetricAlarm,
    };
  }

  /** All alarms of a component, as they are by default: one composite carries its pages. */
  public byDefault(component: string): NamedAlarm[] {
    return [...this.#byDefault.values()].filter(({ AlarmName }) => AlarmName.startsWith(`${STACK}/${component}/`));
  }

  /** The rules of all alarms. */
  public ids(): Set<string> {
    return new Set([...this.#all.values()].map(({ AlarmDescription }) => factsIn(AlarmDescription)?.rule ?? ''));
  }
}

export type NamedAlarm = (MetricAlarm | CompositeAlarm) & {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
};

function alarmsIn({ Resources }: Template): Map<string, NamedAlarm> {
  const alarms = Object.values(Resources).filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type));
  return new Map(
    alarms.map(({ Properties }) => [Properties['AlarmName'] as string, Properties as unknown as NamedAlarm]),
  );
}

/** CDK's property names begin with a small letter, CloudFormation's with a capital. */
function asCloudFormation(value: object): MetricAlarm {
  const convert = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(convert);
    if (node === null || typeof node !== 'object') return node;
    const entries = Object.entries(node).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.map(([key, each]) => [key[0]?.toUpperCase() + key.slice(1), convert(each)]));
  };
  return convert(value) as MetricAlarm;
}
