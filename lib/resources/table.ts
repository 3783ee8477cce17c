import { INDEX_RULES, TABLE_RULES } from '../rules/table-rules';
import { arn, type Identification, named } from './names';
import { type ResourceType, section } from './resource-type';

export const TABLE_NAMES: Identification = named(
  'TableName',
  arn('dynamodb', ({ unique }) => `table/${unique}`),
);

export const TABLE: ResourceType = {
  type: 'AWS::DynamoDB::Table',
  names: TABLE_NAMES,
  sections: [
    section({
      component: 'Database',
      resource: 'DynamoDB table',
      dimensions: ['TableName'],
      table: TABLE_RULES,
      examples: [
        { name: 'no index', facts: { indexes: [] } },
        { name: 'four or more indexes', facts: { indexes: ['ByCity', 'ByCustomer', 'ByDate', 'ByNumber'] } },
      ],
    }),
    section({
      component: 'Database',
      resource: 'Further indexes of a table',
      dimensions: ['TableName'],
      table: INDEX_RULES,
      examples: [{ name: 'a fifth and a sixth index', facts: { indexes: ['ByState', 'ByTotal'] } }],
    }),
  ],
};

/** Watched as a table is. */
export const GLOBAL_TABLE: ResourceType = {
  type: 'AWS::DynamoDB::GlobalTable',
  names: TABLE_NAMES,
  sections: TABLE.sections,
};
