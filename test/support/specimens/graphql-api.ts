import type { Stack } from 'aws-cdk-lib';
import { CfnGraphQLApi } from 'aws-cdk-lib/aws-appsync';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnGraphQLApi(stack, 'Reviews', { name: 'reviews', authenticationType: 'API_KEY' });
  },
  shows: { 'GraphQL API of AppSync': { any: 'Reviews' } },
};
