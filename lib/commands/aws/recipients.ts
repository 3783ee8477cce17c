import { type DeliveryState, PARTITION_KEY, SORT_KEY } from '../../contracts/notifier-table';
import type { Aws } from './aws';
import { hint } from './hint';

/** A channel's entry in the notifier's table. */
export interface Entry {
  readonly state: DeliveryState;
  readonly reason?: string;
}

export interface LiveSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** The deliveries of a state change, by channel id. */
export async function readEntries(aws: Aws, TableName: string, key: string): Promise<Map<string, Entry>> {
  const { Items = [] } = await aws.ask('DynamoDB', 'Query', (client) =>
    client.query({
      TableName,
      KeyConditionExpression: `${PARTITION_KEY} = :pk`,
      ExpressionAttributeValues: { ':pk': { S: key } },
      ConsistentRead: true,
    }),
  );
  return new Map(
    Items.map(({ [SORT_KEY]: channel, state, reason }) => [
      channel?.S ?? '',
      { state: state?.S as DeliveryState, reason: reason?.S },
    ]),
  );
}

export async function readSubscriptions(aws: Aws, TopicArn: string): Promise<LiveSubscription[]> {
  const found: LiveSubscription[] = [];
  let NextToken: string | undefined;
  do {
    const page = await aws.ask('SNS', 'ListSubscriptionsByTopic', (client) =>
      client.listSubscriptionsByTopic({ TopicArn, NextToken }),
    );
    for (const { Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn = '' } of page.Subscriptions ?? []) {
      found.push({ protocol, endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** Why SMS to a number are not delivered, as far as AWS reports it. */
export async function obstacleToSms(aws: Aws, phoneNumber: string): Promise<string | undefined> {
  const [{ isOptedOut }, { IsInSandbox }] = await Promise.all([
    hint(
      aws.ask('SNS', 'CheckIfPhoneNumberIsOptedOut', (client) => client.checkIfPhoneNumberIsOptedOut({ phoneNumber })),
      {},
    ),
    hint(
      aws.ask('SNS', 'GetSMSSandboxAccountStatus', (client) => client.getSMSSandboxAccountStatus({})),
      {
        IsInSandbox: false,
      },
    ),
  ]);
  if (isOptedOut) return 'the number has opted out of SMS: opt it in under SNS > Text messaging (SMS)';
  if (!IsInSandbox) return undefined;
  const { PhoneNumbers = [] } = await hint(
    aws.ask('SNS', 'ListSMSSandboxPhoneNumbers', (client) => client.listSMSSandboxPhoneNumbers({})),
    {},
  );
  const isVerified = PhoneNumbers.some((each) => each.PhoneNumber === phoneNumber && each.Status === 'Verified');
  return isVerified
    ? undefined
    : 'the account is in the SMS sandbox, and the number is not verified: verify it under SNS > Text messaging (SMS)';
}
