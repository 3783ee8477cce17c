import type { Publication } from '../../../../lambda/shared/aws/aws';
import { ALERT_ATTRIBUTES } from '../../../contracts/messages';
import type { Subscription } from '../../assembly/model';
import type { SnsMessage } from '../../simulator/sns-message';
import { type Content, partsOf } from './message';

const valuesOf = (attribute: Publication['attributes'][string] | undefined): readonly string[] =>
  attribute === undefined ? [] : [attribute].flat();

/** Whether a subscription to the alerts topic lets a publication through: by severity and level, which Vigil's filters are made of. */
export function admits({ severities, levels }: Subscription, { attributes }: Publication): boolean {
  const isAmong = (allowed: readonly string[] | undefined, name: string): boolean =>
    allowed === undefined || valuesOf(attributes[name]).some((value) => allowed.includes(value));
  return isAmong(severities, ALERT_ATTRIBUTES.severity) && isAmong(levels, ALERT_ATTRIBUTES.level);
}

/** Whether a message of an alarm is the first OK of a new one, which Vigil's subscriptions leave out. */
export function isFirstOk({ message }: SnsMessage): boolean {
  const { NewStateValue, OldStateValue, Trigger } = JSON.parse(message) as Record<string, unknown>;
  const { TreatMissingData = '' } = (Trigger ?? {}) as { readonly TreatMissingData?: string };
  return NewStateValue === 'OK' && OldStateValue !== 'ALARM' && !/(missing|ignore)$/.test(TreatMissingData);
}

/** What a subscriber gets of a publication with a text for each protocol. */
export function contentFor(protocol: string, { subject, texts }: Publication): Content {
  const text = texts[protocol] ?? texts.default ?? '';
  if (protocol === 'email') return { is: 'email', subject, text };
  if (protocol === 'sms') return { is: 'sms', text, parts: partsOf(text) };
  return { is: 'program', protocol, payload: text };
}

/** What a subscriber gets of CloudWatch itself. */
export function contentOfAlarm(protocol: string, { subject, message }: SnsMessage): Content {
  if (protocol === 'sms') return { is: 'sms', text: subject, parts: partsOf(subject) };
  if (protocol !== 'email') return { is: 'program', protocol, payload: message };
  const { AlarmDescription, NewStateReason } = JSON.parse(message) as Record<string, string | null>;
  return {
    is: 'email',
    subject,
    text: [AlarmDescription ?? '', '', `Reason: ${NewStateReason}`].join('\n').trim(),
    note: 'CloudWatch writes this e-mail itself and adds the details of the alarm; description and reason are shown here.',
  };
}
