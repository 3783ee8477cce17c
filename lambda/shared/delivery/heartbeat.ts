import type { NotifierConfiguration } from '../../../lib/contracts/function-environments';
import { HEARTBEAT } from '../../../lib/contracts/messages';
import { HEARTBEAT_KEY } from '../../../lib/contracts/notifier-table';
import type { Aws } from '../aws/aws';
import { unwrap } from '../parsing/envelope';

/** As the schedule sends it. */
export const isHeartbeat = (body: string): boolean => unwrap(body).message === HEARTBEAT;

/**
 * Nobody sees a heartbeat; what alerts need must be there all the same.
 *
 * @throws Permanent or Transient if the table or a secret cannot be read
 */
export async function checkHeartbeat(aws: Aws, { channels }: NotifierConfiguration): Promise<void> {
  const secrets = channels.flatMap((channel) => ('secret' in channel ? channel.secret : []));
  await aws.getItem(HEARTBEAT_KEY);
  await Promise.all(secrets.map((secret) => aws.secret(secret)));
}
