import type { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import type { Specimens } from './specimen';

/** More than fit beside their table in one alarm. */
const INDEXES: readonly string[] = ['ByCity', 'ByCustomer', 'ByDate', 'ByNumber', 'ByState', 'ByTotal'];

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const table = (id: string, indexes: readonly string[]) =>
      new CfnTable(stack, id, {
        billingMode: 'PAY_PER_REQUEST',
        attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
        keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
        globalSecondaryIndexes: indexes.map((indexName) => ({
          indexName,
          keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
          projection: { projectionType: 'ALL' },
        })),
      });
    table('Sessions', []);
    table('Invoices', INDEXES);
  },
  shows: {
    'DynamoDB table': { 'no index': 'Sessions', 'four or more indexes': 'Invoices' },
    'Further indexes of a table': { 'a fifth and a sixth index': `Invoices/Indexes-${INDEXES[4]}` },
  },
};
