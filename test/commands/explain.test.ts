// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

import { alarm, composite, folderWith, mathAlarm, topic } from '../rehearsal/templates';
import { folder, orders, TEMPLATE } from './stuck-queue';
import { runIn } from './terminal';

describe('explain', () => {
  const explained = async (names: string[], template: unknown = TEMPLATE) => {
    const outcome = await runIn(folderWith({ 'template.json': template }), [
      'explain',
      ...names,
      '--template',
      'template.json',
    ]);
    return { ...outcome, text: outcome.stdout.replace(/\s+/g, ' ') };
  };

  test('explains when an alarm fires and recovers', async () => {
    const { exitCode, text } = await explained(['OldestMessageAge']);
    expect(exitCode).toBe(0);
    expect(text).toContain('Invoicing/Orders/OldestMessageAge (P2)');
    expect(text).toContain('> 5 min in 3 of the last 5 minutes');
    expect(text).toContain(
      'Fires 3m after it begins to breach continuously. Recovers 3m after the last breaching datapoint, while there is data.',
    );
    expect(text).toContain('In OK, it stays there. In ALARM, it goes to OK 8m after the last datapoint.');
    expect(text).toContain('Notifies on ALARM: Tickets');
  });

  test('gives the ground of verdicts', async () => {
    const { text } = await explained(['OldestMessageAge']);
    expect(text).toContain('Ground Documented while there is data; without data assumed.');
    const math = orders({
      ...{
        MetricName: undefined,
        Namespace: undefined,
        Dimensions: undefined,
        Period: undefined,
        Statistic: undefined,
      },
      Metrics: [
        { Id: 'e', Expression: 'm - AVG(m)' },
        {
          Id: 'm',
          ReturnData: false,
          MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Age' }, Period: 60, Stat: 'Sum' },
        },
      ],
    });
    const { text: ofMath } = await explained(['OldestMessageAge'], { Resources: { Tickets: topic(), Age: math } });
    expect(ofMath).toContain(
      'Documented: AVG and STDDEV of one series count periods without a value as 0, as the user guide says of AVG. It may differ if AVG and STDDEV of one series skip periods without a value (avg-skips).',
    );
  });

  test('explains how much earlier sliding periods may breach', async () => {
    const { text } = await explained(['OldestMessageAge'], {
      Resources: { Tickets: topic(), Age: orders({ Period: 300 }) },
    });
    expect(text).toContain(
      'Fires 11m to 15m after it begins to breach continuously. Recovers 11m to 15m after the last breaching datapoint, while there is data.',
    );
  });

  test('explains suppression and lists parents', async () => {
    const page = composite('ALARM("Invoicing/Orders/OldestMessageAge")', {
      ...{
        AlarmName: 'Page',
        ActionsSuppressor: 'deploying',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 120,
      },
    });
    const { text } = await explained(['Page', 'OldestMessageAge'], {
      Resources: { ...TEMPLATE.Resources, Page: page },
    });
    expect(text).toContain(
      'Its actions run 1m later unless deploying is in ALARM by then, and 2m after deploying has left ALARM.',
    );
    expect(text).toContain('Child of Page');
  });

  describe('templates with parameters', () => {
    const template = {
      Parameters: { Stage: { Type: 'String' }, Limit: { Type: 'Number' } },
      Resources: {
        Age: alarm({ AlarmName: { 'Fn::Sub': 'Orders/${Stage}' }, Threshold: { Ref: 'Limit' }, Period: 60 }),
      },
    };
    const withParameters = (name: string, ...parameters: string[]) => {
      const words = [
        ...['explain', name, '--template', 'template.json'],
        ...parameters.flatMap((parameter) => ['--parameters', parameter]),
      ];
      return runIn(folderWith({ 'template.json': template }), words);
    };

    test('are read with their values', async () => {
      const { exitCode, stdout } = await withParameters('Orders/prod', 'Stage=prod', 'Limit=123');

      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Orders\/prod[\s\S]* 123/);
    });

    test('know their names, each of them', async () => {
      expect(await withParameters('Orders/prod', 'Stag=prod', 'Ceiling=1')).toMatchObject({
        exitCode: 2,
        stderr:
          "vigil: The templates have no parameter 'Stag'. Did you mean 'Stage'?\n" +
          "vigil: The templates have no parameter 'Ceiling'. They have: Stage, Limit.\n",
      });
    });

    test('take names with values', async () => {
      const { exitCode, stderr } = await withParameters('Orders/prod', 'prod');

      expect({ exitCode, stderr }).toEqual({
        exitCode: 2,
        stderr:
          'vigil: --parameters prod: this is neither NAME=VALUE nor an existing file. Write NAME=VALUE, such as Stage=prod, or the path of a JSON file.\n',
      });
    });
  });

  test('does not know every alarm', async () => {
    const { exitCode, stderr } = await explained(['OldestMesageAge']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "vigil: There is no alarm 'OldestMesageAge'. Did you mean 'OldestMessageAge'?\n",
    });
  });
});

test.each([
  ["SUM(SEARCH('{Shop} Errors', 'Sum', 60))", 'Refused CloudWatch would refuse it: Metrics[0].Expression: SEARCH'],
  ['AVG(m)', 'Refused CloudWatch would refuse it: Metrics[0].Expression: it comes to a single number'],
  ['SERVICE_QUOTA(m)', 'Not modelled The function SERVICE_QUOTA is not modelled.'],
])('explain does not explain %s as working', async (Expression, expected) => {
  const metric = {
    Id: 'm',
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
  };
  const template = { Resources: { Math: mathAlarm([{ Id: 'e', Expression }, metric], { AlarmName: 'math' }) } };

  const { stdout } = await runIn(folder('', template), ['explain', '--template', 'template.json', 'math']);

  expect(stdout.replace(/\s+/g, ' ')).toContain(expected);
  expect(stdout).not.toContain('Fires');
});

test('explain measures what an expression does that looks at the newest periods only', async () => {
  const metric = {
    ...{ Id: 'm', ReturnData: false },
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 300, Stat: 'Sum' },
  };
  const jump = { Id: 'e', Expression: 'IF(DIFF_TIME(m) > 0, DIFF(m), 0)' };
  const properties = { AlarmName: 'jump', EvaluationPeriods: 12, DatapointsToAlarm: 1, Threshold: 5 };
  const template = { Resources: { Jump: mathAlarm([jump, metric], properties) } };

  const { stdout } = await runIn(folder('', template), ['explain', '--template', 'template.json', 'jump']);

  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Recovers By itself 1m to 1h4m after it fired, while the metrics stay there.',
  );
});

test('explain does not explain a query of Metrics Insights as working', async () => {
  const select = {
    Id: 'q',
    Expression: 'SELECT SUM(Errors) FROM "Shop" GROUP BY Team ORDER BY SUM() DESC',
    Period: 60,
  };
  const template = { Resources: { Query: mathAlarm([select], { AlarmName: 'query' }) } };

  const { stdout } = await runIn(folder('', template), ['explain', '--template', 'template.json', 'query']);

  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'Not modelled What its query selects is known only in the account. A test takes these series as its data.',
  );
  expect(stdout).not.toContain('Fires');
});

test('explain names data that drive an expression to ALARM, or says that it found none', async () => {
  const metric = {
    ...{ Id: 'm', ReturnData: false },
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
  };
  const of = (AlarmName: string, Expression: string) => mathAlarm([{ Id: 'e', Expression }, metric], { AlarmName });
  const template = { Resources: { Twice: of('twice', 'm * 2'), Never: of('never', 'm * 0') } };

  const { stdout } = await runIn(folder('', template), ['explain', '--template', 'template.json', 'twice', 'never']);

  const [twice = '', never = ''] = stdout.replace(/\s+/g, ' ').split('never (');
  expect(twice).toMatch(
    /Fires 1m after its metrics begin to breach\. .*Measured Simulated with Errors from 0 to 0\.5;/,
  );
  expect(never).toContain('Fires Not known: none of the data that were tried drove it to ALARM and back.');
});
