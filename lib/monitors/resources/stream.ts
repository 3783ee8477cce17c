import { Stack } from 'aws-cdk-lib';
import type { CfnStream, IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Charts, Line } from '../../dashboards/chart';
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
    charts: STREAM_CHARTS,
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
