import { evaluationOf } from '../../lib/alarms/alarm-properties';
import { factsIn } from '../../lib/alarms/description';
import { type Candidate, type Condition, candidates, type RuleRow } from '../../lib/rules/rule';
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
  /** One for each of the rule's conditions. */
  readonly alarms: readonly MetricAlarm[];
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
  threshold: rule.when[0].threshold === undefined ? OWNERS_NUMBER : undefined,
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
    alarms: rule.when.map((condition) => asCloudFormation(evaluationOf(condition as Condition, dimensions))),
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
    const names = [row, ...(row.and ?? [])].map((condition) => nameOf(row, variant, condition.name));
    const alarms = names.flatMap((name) => this.#all.get(name) ?? []);
    const [first] = alarms;
    if (first === undefined || alarms.length < names.length) return undefined;
    return {
      variant: variant.name,
      severity: factsIn(first.AlarmDescription)?.severity ?? '',
      on: names.every((name) => this.#byDefault.has(name)),
      alarms: alarms as readonly MetricAlarm[],
    };
  }

  /** The composite alarm of a rule with several conditions. */
  public composite(row: Row, variant: Variant): CompositeAlarm {
    return this.#all.get(nameOf(row, variant)) as NamedAlarm & CompositeAlarm;
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

function nameOf({ id, and }: Row, { component, part }: Variant, condition?: string): string {
  const rule = part === undefined ? id : `${part}.${id}`;
  const helper = and === undefined || condition === undefined ? '' : `.${condition}`;
  return `${STACK}/${component}/${rule}${helper}`;
}

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
