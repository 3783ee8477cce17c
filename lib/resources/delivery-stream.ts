import { FIREHOSE_RULES } from '../rules/firehose-rules';
import { arn, named } from './names';
import { type ResourceType, section } from './resource-type';

export const DELIVERY_STREAM: ResourceType = {
  type: 'AWS::KinesisFirehose::DeliveryStream',
  names: named(
    'DeliveryStreamName',
    arn('firehose', ({ unique }) => `deliverystream/${unique}`),
  ),
  failures: ['deliveries-fail', 'throttled', 'quiet-night', 'spike', 'metric-stops'],
  sections: [
    section({
      component: 'EventApi',
      resource: 'Firehose stream',
      dimensions: ['DeliveryStreamName'],
      table: FIREHOSE_RULES,
      examples: [
        { name: 'to S3, collects for 5 minutes', facts: { delivery: 'DeliveryToS3', bufferSeconds: 300 } },
        { name: 'to an HTTP endpoint, 15 minutes', facts: { delivery: 'DeliveryToHttpEndpoint', bufferSeconds: 900 } },
      ],
    }),
  ],
};
