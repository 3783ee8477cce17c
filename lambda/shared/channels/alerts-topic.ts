import { Permanent } from '../failure';
import { emailSubject, emailText } from '../rendering/email';
import { smsText } from '../rendering/sms';
import { webhookPayload } from '../rendering/webhook';
import type { Channel, Means } from './channel';

export interface AlertsTopicSettings {
  readonly topicArn: string;
  readonly level?: number;
}

/** One publication, with a text of its own for mail and telephone; subscribers filter by its attributes. */
export const alertsTopic = ({ aws }: Means, { topicArn, level }: AlertsTopicSettings): Channel => ({
  async show({ alert, incident }) {
    await aws.publish({
      topicArn,
      subject: emailSubject(alert),
      texts: {
        default: JSON.stringify(webhookPayload(alert, incident)),
        email: emailText(alert, incident),
        sms: smsText(alert, incident),
      },
      attributes: {
        severity: alert.note?.severities ?? alert.severity,
        state: alert.note?.kind === 'digest' ? 'DIGEST' : alert.state,
        ...(level !== undefined && { level: `${level}` }),
        ...(alert.environment !== undefined && { environment: alert.environment }),
        ...(alert.component !== undefined && { component: alert.component }),
      },
    });
  },
  // a topic cannot be asked, and a repetition would be another message
  wasShown: async () => {
    throw new Permanent('SNS gave no answer, so this may have been shown already.');
  },
});
