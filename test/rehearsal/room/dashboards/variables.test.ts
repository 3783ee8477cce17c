import { withChoices } from '../../../../lib/rehearsal/assembly/dashboard-variables';
import { variablesIn } from '../../../../lib/rehearsal/room/dashboards/variable-views';

const FUNCTION = {
  type: 'property',
  property: 'FunctionName',
  inputType: 'select',
  id: 'function',
  label: 'Function',
  defaultValue: 'orders',
  values: [{ value: 'orders' }, { value: 'payments', label: 'Payments' }],
};
const chosen = (properties: object, variable: object, choices = {}) =>
  withChoices(properties as never, variablesIn({ variables: [variable as never] }, []), choices);

describe('a variable of a property', () => {
  test('has its values, with their labels, and a preset', () => {
    expect(variablesIn({ variables: [FUNCTION] }, [])).toMatchObject([
      {
        label: 'Function',
        defaultValue: 'orders',
        isVisible: true,
        values: [
          { value: 'orders', label: 'orders' },
          { value: 'payments', label: 'Payments' },
        ],
      },
    ]);
  });

  test('sets the dimension of metrics and of searches, and nothing else', () => {
    const properties = {
      title: 'FunctionName of orders',
      metrics: [
        ['AWS/Lambda', 'Errors', 'FunctionName', 'orders', { label: 'Errors' }],
        ['.', 'Throttles', '.', '.'],
        ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders'],
        [{ expression: "SEARCH('{AWS/Lambda,FunctionName} FunctionName=\"orders\" Duration', 'p95')" }],
      ],
    };

    expect(chosen(properties, FUNCTION, { function: 'payments' })).toEqual({
      title: 'FunctionName of orders',
      metrics: [
        ['AWS/Lambda', 'Errors', 'FunctionName', 'payments', { label: 'Errors' }],
        ['.', 'Throttles', '.', '.'],
        ['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'orders'],
        [{ expression: "SEARCH('{AWS/Lambda,FunctionName} FunctionName=\"payments\" Duration', 'p95')" }],
      ],
    });
  });

  test('sets a property such as the region', () => {
    const region = { ...FUNCTION, property: 'region', id: 'region', defaultValue: undefined };

    expect(chosen({ region: 'us-east-1' }, region, { region: 'eu-west-1' })).toEqual({ region: 'eu-west-1' });
  });

  test('finds its values by a search, where it says so', () => {
    const search = {
      ...FUNCTION,
      values: undefined,
      search: '{AWS/Lambda,FunctionName}',
      populateFrom: 'FunctionName',
    };
    const metric = (FunctionName: string) => ({
      namespace: 'AWS/Lambda',
      name: 'Errors',
      dimensions: { FunctionName },
    });

    const [found] = variablesIn({ variables: [search as never] }, [metric('b'), metric('a'), metric('b')]);

    expect(found?.values.map(({ value }) => value)).toEqual(['a', 'b']);
  });
});

describe('a variable of a pattern', () => {
  const ENVIRONMENT = {
    type: 'pattern',
    pattern: 'prod',
    id: 'environment',
    values: [{ value: 'prod' }, { value: 'dev' }],
  };

  test('replaces the text wherever it is', () => {
    const properties = { title: 'prod orders', metrics: [['Shop', 'Orders', 'Environment', 'prod']] };

    expect(chosen(properties, ENVIRONMENT, { environment: 'dev$&' })).toEqual({
      title: 'dev$& orders',
      metrics: [['Shop', 'Orders', 'Environment', 'dev$&']],
    });
  });

  test('that is no regular expression is a text', () => {
    expect(chosen({ title: 'a( b' }, { ...ENVIRONMENT, pattern: 'a(', values: [{ value: 'c' }] })).toEqual({
      title: 'c b',
    });
  });
});
