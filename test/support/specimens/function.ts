import type { Stack } from 'aws-cdk-lib';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { fn, RESERVED } from './helpers';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    for (const handler of [fn(stack, 'Checkout', 20, RESERVED), fn(stack, 'Quote', 3)]) {
      new CfnUrl(stack, `${handler.node.id}Url`, { authType: 'NONE', targetFunctionArn: handler.attrArn });
    }
  },
  shows: {
    'Function that answers requests itself': { 'timeout 20 s, 10 reserved': 'Checkout', 'timeout 3 s': 'Quote' },
  },
};
