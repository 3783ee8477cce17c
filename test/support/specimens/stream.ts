import type { Stack } from 'aws-cdk-lib';
import { CfnStream, CfnStreamConsumer } from 'aws-cdk-lib/aws-kinesis';
import { consumer, RESERVED } from './helpers';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const clicks = new CfnStream(stack, 'Clicks', { shardCount: 1, retentionPeriodHours: 48 });
    consumer(stack, 'ClicksReader', clicks, 60, RESERVED);
    consumer(stack, 'ClicksCounter', clicks, 30);
    new CfnStream(stack, 'Archive', { shardCount: 1 });
    const fast = new CfnStream(stack, 'Trades', { shardCount: 1 });
    const reader = new CfnStreamConsumer(stack, 'TradesFast', { consumerName: 'fast', streamArn: fast.attrArn });
    consumer(stack, 'TradesReader', { attrArn: reader.attrConsumerArn }, 30);
    new CfnStreamConsumer(stack, 'TradesOther', { consumerName: 'other', streamArn: fast.attrArn });
  },
  shows: {
    'Kinesis stream': {
      'read by functions, kept 48 h': 'Clicks',
      'read by others, kept 24 h': 'Archive',
      'read with enhanced fan-out alone': 'Trades',
    },
    'Consumer of a stream with enhanced fan-out': {
      'a function, kept 24 h': 'Trades/TradesFast',
      'another, kept 24 h': 'Trades/TradesOther',
    },
    'Function that reads a stream': {
      'timeout 60 s, 10 reserved, records kept 48 h': 'Clicks/ClicksReader',
      'timeout 30 s, records kept 48 h': 'Clicks/ClicksCounter',
    },
  },
};
