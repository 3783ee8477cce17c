import { evaluationOf } from '../../lib/alarms/alarm-properties';
import { factsIn } from '../../lib/alarms/description';
import { type Candidate, candidates, type RuleRow } from '../../lib/rules/rule';
import type { RuleOptions } from '../../lib/rules/rule-options';
import { tune } from '../../lib/rules/tune';
import type { CompositeAlarm, MetricAlarm } from '../support/evaluator/model';
import { STACK, type Template } from '../support/specimens';
import type { Section, Variant } from './section';
import { SECTIONS } from './sections';

export type Row = RuleRow<never>;

/** A rule as it shows on one specimen. */
export interface Appearance {
  readonly variant: string;
  readonly severity: string;
  readonly on: boolean;
  readonly alarm: MetricAlarm;
}

/** What stands in for a number that only an owner can give. */
const OWNERS_NUMBER = 10;

/** The changes that switch on every rule there is. */
export function everyRule(): { [id: string]: RuleOptions } {
  const all = SECTIONS.flatMap(({ table, variants }) => variants.flatMap(({ facts }) => candidates(table, facts)));
  return Object.fromEntries(all.map((candidate) => [candidate.rule.id, asked(candidate)]));
}

const asked = ({ rule }: Candidate): RuleOptions => ({
  enabled: true,
  threshold: rule.threshold === undefined ? OWNERS_NUMBER : undefined,
});

/** The rule of a row on a specimen, by the row alone: no synthesis. Undefined where it does not apply. */
export function fromRow(row: Row, section: Section, variant: Variant): Appearance | undefined {
  const [candidate] = candidates([row], variant.facts);
  if (candidate === undefined) return undefined;
  const rule = tune(candidate, asked(candidate));
  if (rule === undefined) return undefined;
  const dimensions = Object.fromEntries((variant.dimensions ?? section.dimensions).map((name) => [name, `<${name}>`]));
  return {
    variant: variant.name,
    severity: rule.severity,
    on: candidate.on,
    alarm: asCloudFormation(evaluationOf(rule, dimensions)),
  };
}

/** Reads the rules of specimens from what synthesizes: as they are by default, and with all of them switched on. */
export class SynthesizedRules {
  readonly #byDefault: ReadonlyMap<string, NamedAlarm>;
  readonly #all: ReadonlyMap<string, NamedAlarm>;

  public constructor(byDefault: Template, all: Template) {
    this.#byDefault = alarmsIn(byDefault);
    this.#all = alarmsIn(all);
  }

  /** The rule of a row on a specimen; undefined where there is no alarm of it. */
  public find(row: Row, variant: Variant): Appearance | undefined {
    const name = nameOf(row, variant);
    const alarm = this.#all.get(name);
    if (alarm === undefined) return undefined;
    return {
      variant: variant.name,
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

const nameOf = ({ id }: Row, { component, part }: Variant): string =>
  `${STACK}/${component}/${part === undefined ? id : `${part}.${id}`}`;

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
