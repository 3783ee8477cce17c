import type { Alarm, Assembly } from '../assembly/model';
import type { ShapeOutcome, VerificationRecord } from '../verification/record';
import { shapeKeyOf } from '../verification/shapes';
import { type Page, type Style, table } from './table';

/** The records of a folder. */
export interface Records {
  readonly records: readonly VerificationRecord[];
  /** What is no record, in words. */
  readonly unreadable: readonly string[];
}

/** Which conditions AWS was seen to evaluate as simulated. */
export interface VerificationReport {
  readonly rules: readonly VerifiedRule[];
  readonly unreadable: readonly string[];
}

export interface VerifiedRule {
  /** Its name within its component. */
  readonly label: string;
  readonly outcome: ShapeOutcome | 'simulated only';
  /** Where and when AWS was asked. */
  readonly region?: string;
  readonly date?: string;
}

/** Each condition by the newest record that has it. Composites only combine states. */
export function verificationOf({ alarms }: Assembly, { records, unreadable }: Records): VerificationReport {
  const newest = [...records].sort((one, other) => other.endedAt.localeCompare(one.endedAt));
  const rules = alarms
    .filter(({ kind }) => kind !== 'composite')
    .map((alarm): VerifiedRule => ({ label: alarm.label, ...answerOf(alarm, newest) }));
  const byText = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
  return { rules: [...byText.values()], unreadable };
}

function answerOf(alarm: Alarm, newest: readonly VerificationRecord[]): Omit<VerifiedRule, 'label'> {
  const key = shapeKeyOf(alarm);
  for (const { shapes, region, endedAt } of newest) {
    const shape = shapes.find((each) => each.key === key);
    if (shape !== undefined && shape.outcome !== 'not answered')
      return { outcome: shape.outcome, region, date: endedAt.slice(0, 10) };
  }
  return { outcome: 'simulated only' };
}

const STYLES: Readonly<Record<VerifiedRule['outcome'], Style | undefined>> = {
  refused: 'alert',
  differs: 'alert',
  'as simulated': undefined,
  'in part': undefined,
  'not answered': 'faint',
  'simulated only': 'faint',
};

/** What AWS answered about the conditions above; nothing where there are none. */
export function verificationSection({ rules, unreadable }: VerificationReport, page: Page): string[] {
  if (rules.length === 0) return [];
  const groups = new Map<string, VerifiedRule[]>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.outcome, rule.region, rule.date]);
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  const rows = [...groups.values()].map(([first, ...others]) => {
    const { outcome, region, date } = first as VerifiedRule;
    const all = [first as VerifiedRule, ...others].map(({ label }) => label).sort();
    const text =
      outcome === 'simulated only'
        ? `${all.length} of ${rules.length} conditions. To ask CloudWatch: npx vigil verify --region REGION`
        : all.join(', ');
    return [
      { text: outcome, style: STYLES[outcome] },
      { text },
      { text: region === undefined ? '' : `${region}, ${date}`, style: 'faint' as const },
    ];
  });
  const mistakes = unreadable.map((text) => [{ text: 'not read', style: 'alert' as const }, { text }, { text: '' }]);
  return [
    page.paint('strong', 'Verified on AWS'),
    ...table([...rows, ...mistakes], [{ atMost: 14 }, {}, { atMost: 28 }], page),
  ];
}
