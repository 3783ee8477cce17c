import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { mentionedIn } from '../../lib/tree/inspect';
import { newStack } from '../support/synth';

test('a reference is found in a list, in an object, and in a JSON string', () => {
  const stack = newStack();
  const queue = new CfnQueue(stack, 'Orders');

  for (const value of [[queue.attrArn], { deep: { arn: queue.attrArn } }, stack.toJsonString({ arn: queue.attrArn })]) {
    expect(mentionedIn(value, stack)).toEqual([queue]);
  }
  expect(mentionedIn(stack.toJsonString({ arn: 'arn:aws:sqs:eu-west-1:111111111111:orders' }), stack)).toEqual([]);
});
