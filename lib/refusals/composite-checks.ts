import { alarmsIn, parseAlarmRule } from '../rehearsal/simulator/alarm-rule';
import { isUnknown, type Properties, textIn } from './known';
import { LIMITS } from './limits';
import type { Target } from './metric-alarm';
import { type Check, type Refusal, refuse, warn } from './refusal';
import { shown } from './shape';

export interface CompositeAlarm {
  readonly properties: Properties;
  readonly target: Target;
  /** What the alarm is called, if that is known. */
  readonly name?: string;
  readonly arn?: string;
  /** Whether an alarm of this name or ARN is declared with it. */
  readonly isDeclared: (reference: string) => boolean;
}

/** What CloudWatch refuses of composite alarms: PutCompositeAlarm. */
export const COMPOSITE_CHECKS: readonly Check<CompositeAlarm>[] = [
  { id: 'rule', find: ruleFaults },
  { id: 'children', find: childFaults },
  { id: 'suppressor', find: suppressorFaults },
];

function ruleFaults({ properties }: CompositeAlarm): Refusal[] {
  const rule = textIn(properties['AlarmRule']);
  if (rule === undefined || rule === '') return [];
  if (parseAlarmRule(rule) === undefined) return [refuse(['AlarmRule'], syntaxFault(rule))];
  const elements = rule.match(/"(?:[^"\\]|\\.)*"|[()]|\b(?:TRUE|FALSE)\b/g)?.length ?? 0;
  const children = childrenIn(properties).length;
  return [
    ...(children > LIMITS.compositeChildren
      ? [
          refuse(
            ['AlarmRule'],
            `it names ${children} alarms, but CloudWatch allows ${LIMITS.compositeChildren}. Split it into several composite alarms.`,
          ),
        ]
      : []),
    ...(elements > LIMITS.compositeElements
      ? [
          refuse(
            ['AlarmRule'],
            `it has ${elements} elements (alarms, TRUE, FALSE, parentheses), but CloudWatch allows ${LIMITS.compositeElements}. Split it into several composite alarms.`,
          ),
        ]
      : []),
  ];
}

/** The commonest mistakes by name. */
function syntaxFault(rule: string): string {
  if (rule.trim() !== rule) return 'it begins or ends with a space or line break. Remove it.';
  if (/\bAT_LEAST\b/.test(rule))
    return 'this is no rule: AT_LEAST takes 1 to the number of its alarms, or 1% to 100% without a fraction, then a state and the alarms in parentheses: AT_LEAST(2, ALARM, ("a", "b")).';
  return 'this is no rule. Combine ALARM("name"), OK("name") and INSUFFICIENT_DATA("name") with AND, OR and NOT, all in capitals; quote names with spaces.';
}

function childrenIn(properties: Properties): string[] {
  const rule = parseAlarmRule(String(properties['AlarmRule'] ?? ''));
  return rule === undefined ? [] : alarmsIn(rule);
}

function childFaults({ properties, target, name, arn, isDeclared }: CompositeAlarm): Refusal[] {
  return childrenIn(properties)
    .filter((child) => !isUnknown(child))
    .flatMap((child): Refusal[] => {
      if (child === name || child === arn) return [refuse(['AlarmRule'], 'it names itself. Remove that.')];
      const elsewhere = elsewhereIn(child, target);
      if (elsewhere !== undefined)
        return [
          refuse(
            ['AlarmRule'],
            `${shown(child)} is in ${elsewhere}, but a composite takes alarms of its own account and region.`,
          ),
        ];
      return isDeclared(child) ? [] : [missing('AlarmRule', child)];
    });
}

function suppressorFaults({ properties, target, name, arn, isDeclared }: CompositeAlarm): Refusal[] {
  const suppressor = textIn(properties['ActionsSuppressor']);
  if (suppressor === undefined) return [];
  const path = ['ActionsSuppressor'];
  if (suppressor === name || suppressor === arn) return [refuse(path, 'it is the alarm itself. Name another alarm.')];
  const elsewhere = elsewhereIn(suppressor, target);
  if (elsewhere !== undefined)
    return [refuse(path, `it is in ${elsewhere}. Name an alarm of the same account and region.`)];
  return isDeclared(suppressor) ? [] : [missing('ActionsSuppressor', suppressor)];
}

const missing = (property: string, alarm: string): Refusal =>
  warn(
    [property],
    `no template here declares the alarm ${shown(alarm)}. It has to exist in the account before this one is deployed.`,
  );

/** The region or account of an ARN, if it is not that of the alarm. */
function elsewhereIn(reference: string, { region, account }: Target): string | undefined {
  const [, ofRegion = '', ofAccount = ''] = /^arn:[^:]+:cloudwatch:([^:]*):([^:]*):alarm:/.exec(reference) ?? [];
  if (region !== undefined && ofRegion !== '' && ofRegion !== region) return `region ${ofRegion}`;
  return account !== undefined && ofAccount !== '' && ofAccount !== account ? `account ${ofAccount}` : undefined;
}
