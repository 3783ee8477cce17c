import type { Stack } from 'aws-cdk-lib';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnTopic(stack, 'News');
    const offers = new CfnTopic(stack, 'Offers');
    new CfnSubscription(stack, 'OffersSubscription', {
      topicArn: offers.ref,
      protocol: 'https',
      endpoint: 'https://example.com',
      filterPolicy: { kind: ['discount'] },
      redrivePolicy: { deadLetterTargetArn: new CfnQueue(stack, 'OffersDeadLetters').attrArn },
    });
    const telephone = { protocol: 'sms', endpoint: '+12125550123' };
    new CfnSubscription(stack, 'OffersTelephone', { topicArn: offers.ref, ...telephone });
  },
  shows: {
    'SNS topic': { plain: 'News', 'over HTTPS, with filter policy, dead-letter queue and text messages': 'Offers' },
  },
};
