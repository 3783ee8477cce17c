import type { ChannelSettings } from '../../../lib/contracts/channels';
import { ALERT_ATTRIBUTES, REPORT_STATE } from '../../../lib/contracts/messages';
import { pages } from '../../../lib/contracts/severity';
import { Permanent } from '../failure';
import type { Channel, ChannelDependencies } from './channel';
import { renderings } from './load-renderings';

/**
 * SNS itself is as fast as alarms are, but sends 10 e-mails a second to an address, and texts until the month's limit is spent. Project
 * default: what nobody could read is summarised.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sns.html
 */
const PACE = { intervalMs: 0, most: 20, isBySeverity: true } as const;

/** One publication, with a text of its own for mail and telephone; subscribers filter by its attributes. */
export const alertsTopic = (
  { aws }: ChannelDependencies,
  { topicArn, level }: ChannelSettings<'alertsTopic'>,
): Channel => ({
  pace: PACE,
  load: () => aws.loadPublisher?.(),
  async show({ alert, incident }) {
    await aws.publish({
      topicArn,
      subject: renderings().emailSubject(alert),
      texts: {
        default: JSON.stringify(renderings().webhookPayload(alert, incident)),
        email: renderings().emailText(alert, incident),
        sms: renderings().smsText(alert, incident),
      },
      attributes: {
        [ALERT_ATTRIBUTES.severity]: alert.note?.severities ?? alert.severity,
        [ALERT_ATTRIBUTES.state]: alert.note?.kind === 'digest' ? REPORT_STATE : alert.state,
        ...(level !== undefined && { [ALERT_ATTRIBUTES.level]: `${level}` }),
        ...(alert.environment !== undefined && { [ALERT_ATTRIBUTES.environment]: alert.environment }),
        ...(alert.component !== undefined && { [ALERT_ATTRIBUTES.component]: alert.component }),
      },
    });
  },
  // a topic cannot be asked: of what pages, two messages are better than none
  async wasShown({ alert }) {
    if (pages(alert.severity)) return false;
    throw new Permanent('SNS gave no answer, so this may have been shown already.');
  },
});
