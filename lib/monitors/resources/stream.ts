import { Stack } from 'aws-cdk-lib';
import type { CfnStream, CfnStreamConsumer, IStream } from 'aws-cdk-lib/aws-kinesis';
import type { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { STREAM } from '../../resources/stream';
import { STREAM_CONSUMER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { FAN_OUT_RULES, type FanOutFacts, STREAM_RULES, type StreamFacts } from '../../rules/stream-rules';
import { numberIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import type { Imported, ResourceGraph } from '../../tree/resource-graph';
import { nameInArn } from './arn';
import { consoleUrl } from './console';
import { consumersOf, functionParts } from './function';
import { register } from './registration';

const kinesis = metricsOf('AWS/Kinesis');

const oldest: Line = {
  label: 'Oldest unread record',
  means: 'backlog',
  metrics: { m: kinesis('GetRecords.IteratorAgeMilliseconds', 'Maximum') },
  scale: { over: 1000 },
  rules: ['StreamBehind'],
};
const recordsIn: Line = { label: 'In', means: 'traffic', metrics: { m: kinesis('IncomingRecords', 'Sum') } };
const recordsOut: Line = { label: 'Out', means: 'success', metrics: { m: kinesis('GetRecords.Records', 'Sum') } };
const throttledWrites: Line = {
  label: 'Throttled writes',
  means: 'throttle',
  metrics: { m: kinesis('WriteProvisionedThroughputExceeded', 'Sum') },
};
const throttledReads: Line = {
  label: 'Throttled reads',
  means: 'throttle',
  metrics: { m: kinesis('ReadProvisionedThroughputExceeded', 'Sum') },
};

const STREAM_CHARTS: Charts = {
  numbers: [
    { ...oldest, label: 'Oldest unread record (s)' },
    { ...recordsIn, label: 'Records in 5 min' },
    throttledWrites,
    throttledReads,
  ],
  symptoms: [{ title: 'oldest unread record', left: { unit: 's', lines: [oldest] } }],
  causes: [
    { title: 'records', left: { unit: 'Count', lines: [recordsIn, recordsOut] } },
    { title: 'throttles', left: { unit: 'Count', lines: [throttledWrites, throttledReads] } },
  ],
};

/** Without GetRecords, nothing of it is measured. */
const FAN_OUT_STREAM_CHARTS: Charts = {
  numbers: [{ ...recordsIn, label: 'Records in 5 min' }, throttledWrites],
  symptoms: [],
  causes: [
    { title: 'records', left: { unit: 'Count', lines: [recordsIn] } },
    { title: 'throttles', left: { unit: 'Count', lines: [throttledWrites] } },
  ],
};

const behind: Line = {
  label: 'Behind',
  means: 'backlog',
  metrics: { m: kinesis('SubscribeToShardEvent.MillisBehindLatest', 'Maximum') },
  scale: { over: 1000 },
  rules: ['FanOutBehind'],
};

/** What reads the stream with a throughput of its own. */
function fanOutPart(consumer: CfnStreamConsumer, stream: Part, facts: FanOutFacts): Part {
  const label = stackPathOf(consumer);
  return {
    id: label,
    label,
    stack: Stack.of(consumer),
    dimensions: { ...stream.dimensions, ConsumerName: consumer.consumerName },
    rules: candidates(FAN_OUT_RULES, facts),
    charts: {
      numbers: [],
      symptoms: [
        { title: 'oldest unread record', left: { unit: 's', lines: [{ ...behind, label: `${label} behind` }] } },
      ],
      causes: [],
    },
  };
}

/** Whether a pipe or Firehose reads it with GetRecords. */
const isPolled = (stream: CfnStream | Imported, graph: ResourceGraph): boolean =>
  graph.referrers<CfnPipe>('AWS::Pipes::Pipe', 'source', stream).length > 0 ||
  graph.referrers<CfnDeliveryStream>('AWS::KinesisFirehose::DeliveryStream', 'kinesisStreamSourceConfiguration', stream)
    .length > 0;

/** CloudFormation's default of AWS::Kinesis::Stream. */
const RETENTION_HOURS = 24;

function streamPart(
  source: IStream,
  stream: CfnStream | undefined,
  readers: Pick<StreamFacts, 'readByFunctions' | 'hasOnlyFanOut'>,
): Part & { retentionHours: number } {
  const retentionHours = (stream && numberIn(stream.retentionPeriodHours, stream)) ?? RETENTION_HOURS;
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: { StreamName: stream?.ref ?? nameInArn(source.streamArn) },
    rules: candidates(STREAM_RULES, { retentionHours, ...readers }),
    charts: readers.hasOnlyFanOut ? FAN_OUT_STREAM_CHARTS : STREAM_CHARTS,
    consoleUrl: stream && consoleUrl(stream, `kinesis/home#/streams/details/${stream.ref}`),
    retentionHours,
  };
}

export const STREAMS = register<IStream, CfnStream>({
  data: STREAM,
  component: 'EventApi',
  attribute: 'streamArn',
  parts: ({ source, resource: stream }, context) => {
    const { graph } = context;
    const target = stream ?? { id: source.streamArn, scope: source };
    const fanOuts = graph.referrers<CfnStreamConsumer>('AWS::Kinesis::StreamConsumer', 'streamArn', target);
    const direct = consumersOf(target, graph);
    const functions = [...direct, ...fanOuts.flatMap((each) => consumersOf(each, graph))];
    const { retentionHours, ...part } = streamPart(source, stream, {
      readByFunctions: functions.length > 0,
      hasOnlyFanOut: fanOuts.length > 0 && direct.length === 0 && !isPolled(target, graph),
    });
    return [
      part,
      ...fanOuts.map((each) =>
        fanOutPart(each, part, { retentionHours, readByFunctions: consumersOf(each, graph).length > 0 }),
      ),
      ...functionParts(functions, context, STREAM_CONSUMER_RULES, { retentionHours }),
    ];
  },
});
