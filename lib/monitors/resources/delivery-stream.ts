import { Stack } from 'aws-cdk-lib';
import type { CfnDeliveryStream, IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Charts, Line } from '../../dashboards/chart';
import { DELIVERY_STREAM } from '../../resources/delivery-stream';
import { FIREHOSE_RULES, type FirehoseFacts } from '../../rules/firehose-rules';
import { QUEUE_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { inspect, numberIn, valuesOf } from '../../tree/inspect';
import { nameInArn } from './arn';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { register } from './registration';

const firehose = metricsOf('AWS/Firehose');

const charts = ({ delivery }: FirehoseFacts): Charts => {
  const oldest: Line = {
    label: 'Oldest record',
    means: 'backlog',
    metrics: { m: firehose(`${delivery}.DataFreshness`, 'Maximum') },
    rules: ['DeliveryBehind'],
  };
  const recordsIn: Line = { label: 'In', means: 'traffic', metrics: { m: firehose('IncomingRecords', 'Sum') } };
  const throttled: Line = {
    label: 'Throttled',
    means: 'throttle',
    metrics: { m: firehose('ThrottledRecords', 'Sum') },
  };
  return {
    numbers: [{ ...oldest, label: 'Oldest record (s)' }, { ...recordsIn, label: 'Records in 5 min' }, throttled],
    symptoms: [{ title: 'age of the oldest record', left: { unit: 's', lines: [oldest] } }],
    causes: [{ title: 'records', left: { unit: 'Count', lines: [recordsIn, throttled] } }],
  };
};

/** How the metrics of each destination begin, by the property that configures it. Without one that is known, its backup in S3. */
const DELIVERIES = {
  amazonOpenSearchServerlessDestinationConfiguration: 'DeliveryToAmazonOpenSearchServerless',
  amazonopensearchserviceDestinationConfiguration: 'DeliveryToAmazonOpenSearchService',
  httpEndpointDestinationConfiguration: 'DeliveryToHttpEndpoint',
  icebergDestinationConfiguration: 'DeliveryToIceberg',
  snowflakeDestinationConfiguration: 'DeliveryToSnowflake',
  splunkDestinationConfiguration: 'DeliveryToSplunk',
} as const;

const DESTINATIONS = [
  ...(Object.keys(DELIVERIES) as (keyof typeof DELIVERIES)[]),
  'redshiftDestinationConfiguration',
  'extendedS3DestinationConfiguration',
  's3DestinationConfiguration',
] as const satisfies readonly (keyof CfnDeliveryStream)[];

/** Firehose's own default. */
const BUFFER_SECONDS = 300;

function factsOf(stream: CfnDeliveryStream): FirehoseFacts {
  const used = DESTINATIONS.find((each) => stream[each] !== undefined);
  const configuration = used && inspect(stream[used], stream);
  const intervals = valuesOf('intervalInSeconds', configuration).flatMap((each) => numberIn(each, stream) ?? []);
  return {
    delivery: DELIVERIES[used as keyof typeof DELIVERIES] ?? 'DeliveryToS3',
    bufferSeconds: intervals.length > 0 ? Math.max(...intervals) : BUFFER_SECONDS,
  };
}

export const DELIVERY_STREAMS = register<IDeliveryStream, CfnDeliveryStream>({
  data: DELIVERY_STREAM,
  component: 'EventApi',
  attribute: 'deliveryStreamArn',
  parts: ({ source, resource: stream }, context) => {
    const facts = stream === undefined ? { delivery: 'DeliveryToS3', bufferSeconds: BUFFER_SECONDS } : factsOf(stream);
    const name = stream?.ref ?? nameInArn(source.deliveryStreamArn);
    const transformers =
      stream === undefined
        ? []
        : functionsIn(
            DESTINATIONS.map((each) => stream[each]),
            stream,
          );
    return [
      {
        id: '',
        stack: Stack.of(source),
        dimensions: { DeliveryStreamName: name },
        rules: candidates(FIREHOSE_RULES, facts),
        charts: charts(facts),
        consoleUrl: stream && consoleUrl(stream, `firehose/home#/details/${name}`),
      },
      ...functionParts(transformers, context, QUEUE_CONSUMER_RULES),
    ];
  },
});
