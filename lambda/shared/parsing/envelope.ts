import { fieldsIn, parsed, textIn, timeIn } from './fields';

/** What carried a message here. */
export interface Envelope {
  readonly message: string;
  readonly id?: string;
  readonly subject?: string;
  readonly topicArn?: string;
  readonly sentAt?: number;
}

/** Takes a message out of what SNS puts around it; one that came without is its own. */
export function unwrap(body: string): Envelope {
  const fields = fieldsIn(parsed(body));
  if (typeof fields['Message'] !== 'string' || textIn(fields['TopicArn']) === undefined) return { message: body };
  return {
    message: fields['Message'],
    id: textIn(fields['MessageId']),
    subject: textIn(fields['Subject']),
    topicArn: textIn(fields['TopicArn']),
    sentAt: timeIn(fields['Timestamp']),
  };
}
