import { Tables } from '../../../../lib/rehearsal/room/functions/tables';

const open = () =>
  new Tables([{ name: 'orders', keys: ['id', 'line'], indexes: [{ name: 'ByState', keys: ['state', 'total'] }] }]);
const key = (id: string, line: number) => ({ id: { S: id }, line: { N: `${line}` } });

function filled(): Tables['actions'] {
  const { actions } = open();
  for (const [line, total] of [30, 4, 100].entries()) {
    actions.PutItem?.({
      TableName: 'orders',
      Item: { ...key('a', line), state: { S: line === 1 ? 'paid' : 'open' }, total: { N: `${total}` } },
    });
  }
  return actions;
}

const call = (action: string, more: object, actions = filled()) => actions[action]?.({ TableName: 'orders', ...more });
const condition = (ConditionExpression: string, values: object = {}, names: object = {}) => ({
  ...{ Item: { ...key('a', 1), total: { N: '1' } }, ConditionExpression },
  ...{ ExpressionAttributeValues: values, ExpressionAttributeNames: names },
});

describe('conditions', () => {
  const values = {
    ':four': { N: '4.0' },
    ':paid': { S: 'paid' },
    ':p': { S: 'p' },
    ':nine': { N: '9' },
    ':ten': { N: '10' },
  };

  test.each([
    'attribute_exists(id)',
    'NOT attribute_not_exists(id)',
    'attribute_type(#state, :S)',
    'total = :four',
    'total <> :nine AND total < :ten',
    'total BETWEEN :four AND :nine',
    '#state IN (:p, :paid)',
    'begins_with(#state, :p) and contains(#state, :p)',
    'size(#state) >= :four',
    'attribute_not_exists(id) OR (#state = :paid AND total <= :four)',
  ])('%s holds', (text) => {
    const write = condition(text, { ...values, ':S': { S: 'S' } }, { '#state': 'state' });

    expect(call('PutItem', write)).toEqual({});
  });

  test.each(['attribute_not_exists(id)', 'total > :ten', 'missing = :four', '#state < :four', 'NOT total = :four'])(
    '%s does not hold, and changes nothing',
    (text) => {
      const actions = filled();
      const write = {
        ...condition(text, values, { '#state': 'state' }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      };

      expect(() => call('PutItem', write, actions)).toThrow(
        expect.objectContaining({
          type: 'ConditionalCheckFailedException',
          more: { Item: expect.objectContaining({ state: { S: 'paid' } }) },
        }),
      );
      expect(call('GetItem', { Key: key('a', 1) }, actions)).toMatchObject({ Item: { total: { N: '4' } } });
    },
  );

  test.each([
    ['total ! :four', "'! :four' is not known"],
    ['total = :none', ':none has no value'],
    ['#none = :four', '#none has no name'],
    ['total = :four :four', "':four' is too much"],
    ['(total = :four', "')' is missing"],
    ['total', "'' is no comparison"],
  ])('%s is refused', (text, message) => {
    expect(() => call('PutItem', condition(text, values))).toThrow(message);
  });
});

test.each([
  ['SET total = total + :two, #n = if_not_exists(#n, :two)', { total: { N: '6' }, note: { N: '2' } }],
  ['SET total = :two - total', { total: { N: '-2' } }],
  ['SET tags = list_append(if_not_exists(tags, :list), :list)', { tags: { L: [{ N: '1' }, { N: '1' }] } }],
  ['REMOVE #n, total', { total: undefined }],
  ['ADD total :two SET #n = :two', { total: { N: '6' }, note: { N: '2' } }],
  ['ADD tags :set', { tags: { SS: ['x'] } }],
])('%s changes an item', (UpdateExpression, expected) => {
  const values = { ':two': { N: '2' }, ':list': { L: [{ N: '1' }] }, ':set': { SS: ['x'] } };
  const update = {
    ...{ Key: key('a', 1), UpdateExpression, ExpressionAttributeValues: values, ReturnValues: 'ALL_NEW' },
    ExpressionAttributeNames: { '#n': 'note' },
  };

  const { Attributes } = call('UpdateItem', update) as { Attributes: object };

  expect(Attributes).toEqual({ ...key('a', 1), state: { S: 'paid' }, total: { N: '4' }, ...expected });
});

test('queries are in the order of the sort key, by pages, of an index too', () => {
  const query = {
    ...{ IndexName: 'ByState', KeyConditionExpression: '#s = :open', Limit: 1 },
    ...{ ExpressionAttributeNames: { '#s': 'state' }, ExpressionAttributeValues: { ':open': { S: 'open' } } },
  };
  const pages: { Items: { total: object }[]; LastEvaluatedKey?: object }[] = [];
  do pages.push(call('Query', { ...query, ExclusiveStartKey: pages.at(-1)?.LastEvaluatedKey }) as (typeof pages)[0]);
  while (pages.at(-1)?.LastEvaluatedKey !== undefined);

  // as DynamoDB does: a full page has a next one, even if nothing is on it
  expect(pages.map(({ Items }) => Items.map(({ total }) => total))).toEqual([[{ N: '30' }], [{ N: '100' }], []]);
  expect(call('Query', { ...query, Limit: undefined, ScanIndexForward: false, Select: 'COUNT' })).toEqual({
    Count: 2,
    ScannedCount: 2,
  });
  expect(
    call('Scan', {
      FilterExpression: 'total > :n',
      ExpressionAttributeValues: { ':n': { N: '50' } },
      ProjectionExpression: 'total',
    }),
  ).toMatchObject({
    ...{ Items: [{ total: { N: '100' } }], Count: 1, ScannedCount: 3 },
  });
});

test('items are deleted; unknown tables, indexes and missing keys are refused', () => {
  const actions = filled();

  expect(call('DeleteItem', { Key: key('a', 1), ReturnValues: 'ALL_OLD' }, actions)).toMatchObject({
    Attributes: key('a', 1),
  });
  expect(call('GetItem', { Key: key('a', 1) }, actions)).toEqual({});
  expect(() => call('GetItem', { TableName: 'none', Key: key('a', 1) })).toThrow(
    "There is no table 'none' in the assembly.",
  );
  expect(() => call('Query', { IndexName: 'none' })).toThrow("The table 'orders' has no index 'none'.");
  expect(() => call('GetItem', { Key: { id: { S: 'a' } } })).toThrow("The key 'line' is missing.");
});
