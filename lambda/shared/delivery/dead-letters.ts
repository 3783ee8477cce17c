import { DEAD_LETTER } from '../../../lib/contracts/messages';
import type { Aws } from '../aws/aws';

const LONGEST_REASON = 1000;

/** What could not be sent, with the channel that it was for and the reason. Moved back to the queue, it is sent to that channel. */
export class DeadLetters {
  public constructor(
    private readonly queueUrl: string,
    private readonly aws: Pick<Aws, 'sendMessage'>,
  ) {}

  /** @param channel the id of one, or one of `DEAD_LETTER_CHANNELS` */
  public add(body: string, channel: string, reason: string): Promise<void> {
    const attributes = { [DEAD_LETTER.channel]: channel, [DEAD_LETTER.reason]: reason.slice(0, LONGEST_REASON) };
    return this.aws.sendMessage(this.queueUrl, body, attributes);
  }
}
