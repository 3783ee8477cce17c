import { Stack } from 'aws-cdk-lib';
import type { CfnStream, IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Part } from '../../dashboards/part';
import { STREAM } from '../../resources/stream';
import { STREAM_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { STREAM_RULES } from '../../rules/stream-rules';
import { numberIn } from '../../tree/inspect';
import { nameInArn } from './arn';
import { consoleUrl } from './console';
import { consumersOf, functionParts } from './function';
import { register } from './registration';

const kinesis = metricsOf('AWS/Kinesis');

/** CloudFormation's default of AWS::Kinesis::Stream. */
const RETENTION_HOURS = 24;

function streamPart(
  source: IStream,
  stream: CfnStream | undefined,
  readByFunctions: boolean,
): Part & { retentionHours: number } {
  const retentionHours = (stream && numberIn(stream.retentionPeriodHours, stream)) ?? RETENTION_HOURS;
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: { StreamName: stream?.ref ?? nameInArn(source.streamArn) },
    rules: candidates(STREAM_RULES, { retentionHours, readByFunctions }),
    graphs: {
      what: [
        {
          label: 'Oldest unread record (ms)',
          metrics: { m: kinesis('GetRecords.IteratorAgeMilliseconds', 'Maximum') },
          rules: ['StreamNearLoss'],
        },
      ],
      why: [
        { label: 'Records in', metrics: { m: kinesis('IncomingRecords', 'Sum') } },
        { label: 'Records out', metrics: { m: kinesis('GetRecords.Records', 'Sum') } },
        {
          label: 'Throttled writes',
          metrics: { m: kinesis('WriteProvisionedThroughputExceeded', 'Sum') },
          axis: 'right',
        },
        {
          label: 'Throttled reads',
          metrics: { m: kinesis('ReadProvisionedThroughputExceeded', 'Sum') },
          axis: 'right',
        },
      ],
    },
    consoleUrl: stream && consoleUrl(stream, `kinesis/home#/streams/details/${stream.ref}`),
    retentionHours,
  };
}

export const STREAMS = register<IStream, CfnStream>({
  data: STREAM,
  component: 'EventApi',
  attribute: 'streamArn',
  parts: ({ source, resource: stream }, context) => {
    const consumers = stream === undefined ? [] : consumersOf(stream, context.graph);
    const { retentionHours, ...part } = streamPart(source, stream, consumers.length > 0);
    return [part, ...functionParts(consumers, context, STREAM_CONSUMER_RULES, { retentionHours })];
  },
});
