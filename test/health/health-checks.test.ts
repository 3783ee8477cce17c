import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { decoded } from '../../lib/contracts/environment';
import { HEALTH_CHECKER_ENVIRONMENT } from '../../lib/contracts/health-checker';
import { HealthChecks, type HealthChecksOptions, Route, type VigilProps } from '../../lib/index';
import { PACE } from '../../lib/probes/pace';
import { reportWith } from '../rehearsal/templates';
import { dimensionsOf, errorsOf, type Json, newStack, newVigil, ONCALL, Synthesized, textOf } from '../support/synth';

const SERVICES = [
  { name: 'portal', url: 'https://shop.example.com/' },
  { name: 'Price of ERG', url: 'https://api.example.com/price?key=1', severity: 'P2' },
];
const SLACK = Route._slack('slack-hook', {});

interface Given {
  readonly services?: readonly object[];
  readonly routes?: VigilProps['routes'];
  readonly options?: HealthChecksOptions;
  readonly env?: { readonly region: string; readonly account: string };
}

function appWith({ services = SERVICES, routes = [ONCALL], options, env }: Given = {}): Stack {
  const stack = newStack({ env });
  newVigil(stack, { routes }).healthChecks({ version: '1.0', services }, options);
  return stack;
}
const synthesized = (given?: Given) => new Synthesized(appWith(given).node.root as App);
const errors = (given: Given) => errorsOf(appWith(given).node.root as App);

const functionOf = (app: Synthesized, stack?: string): Json =>
  Object.values(app.resources('AWS::Lambda::Function', stack)).find(
    ({ Properties }) => Properties.Environment?.Variables?.HEALTH_CHECKS !== undefined,
  );

describe('health checks in a stack', () => {
  const app = synthesized();

  test('each check has one alarm with its severity, on one metric', () => {
    expect(app.names).toEqual([
      'Shop/HealthChecks/Checker.HealthCheckerFailing',
      'Shop/HealthChecks/HealthChecksStopped',
      'Shop/HealthChecks/Price-of-ERG.HealthCheckFailing',
      'Shop/HealthChecks/portal.HealthCheckFailing',
    ]);
    const alarm = app.alarm('HealthChecks', 'Price-of-ERG.HealthCheckFailing');
    expect(alarm.severity).toBe('P2');
    expect(dimensionsOf(alarm)).toEqual([{ Checker: 'Shop-Vigil-HealthChecks', Check: 'Price of ERG' }]);
    expect(alarm.properties).toMatchObject({
      Namespace: 'HealthChecks',
      MetricName: 'HealthCheckViolations',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      TreatMissingData: 'ignore',
    });
  });

  test('the function stops: one alarm, not one for each check', () => {
    expect(app.alarm('HealthChecks', 'HealthChecksStopped').properties).toMatchObject({
      Statistic: 'SampleCount',
      TreatMissingData: 'breaching',
      Period: 300,
      // ten are due, and six are of three rounds
      Threshold: 5,
    });
  });

  test('a schedule invokes the function each minute, with the time at which it was due', () => {
    const [schedule] = Object.values(app.resources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);

    expect(schedule.ScheduleExpression).toBe('rate(1 minute)');
    expect(JSON.parse(schedule.Target.Input)).toEqual({ shard: 0, time: '<aws.scheduler.scheduled-time>' });
  });

  test('the function may read and write its own table, and nothing else', () => {
    const policies = Object.values(app.resources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const actions = policies.flatMap(({ Action }: Json) => [Action].flat());

    expect(actions.filter((action: string) => !action.startsWith('logs:'))).toEqual([
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
    ]);
    expect(policies.flatMap(({ Resource }: Json) => [Resource].flat())).not.toContain('*');
  });

  test('names that do not resolve do not hold up the others', () => {
    expect(Number(functionOf(app).Properties.Environment.Variables.UV_THREADPOOL_SIZE)).toBeGreaterThan(
      PACE.concurrency,
    );
  });

  test('no query string of a URL is in the template', () => {
    expect(JSON.stringify(app.template('Shop'))).not.toContain('key=1');
  });

  test('the dashboard has a row of them', () => {
    expect(JSON.stringify(app.dashboards)).toContain('HealthChecks: violations');
  });
});

test('what only the deployment knows is in the environment, and the checks beside the code have placeholders for it', () => {
  const stack = newStack();
  const api = new HttpApi(stack, 'Api');
  newVigil(stack).healthChecks({ version: '1.0', services: [{ name: 'health', url: `${api.apiEndpoint}/health` }] });
  const app = new Synthesized(stack.node.root as App);
  const { Properties } = functionOf(app);
  const { outdir } = stack.node.root as App;
  const file = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith('checks.json'));

  expect(textOf(Properties.Environment.Variables.VALUES)).toMatch(/^\["\{Api\w+\.ApiEndpoint\}"\]$/);
  expect(JSON.parse(readFileSync(join(outdir, file as string), 'utf8'))[0].url).toBe(
    'https://deployed-value-0.invalid/health',
  );
});

describe('1,000 checks', () => {
  const services = Array.from({ length: 1000 }, (_, index) => ({
    name: `check-${index}`,
    url: 'https://example.com/',
  }));
  const app = synthesized({ services });

  test('are eight parts of 125 for one function', () => {
    const schedules = Object.values(app.resources('AWS::Scheduler::Schedule'));

    expect(schedules.map(({ Properties }) => JSON.parse(Properties.Target.Input).shard).sort()).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(Object.keys(app.resources('AWS::Lambda::Function'))).toHaveLength(1);
  });

  test('have their alarms in nested stacks, each within the limits of CloudFormation', () => {
    const nested = app.stacks.filter((stack) => stack.endsWith('.nested'));
    const alarms = nested.flatMap((stack) => Object.keys(app.resources('AWS::CloudWatch::Alarm', stack)));

    expect(alarms).toHaveLength(1000 + ['HealthChecksStopped', 'HealthCheckerFailing'].length);
    for (const stack of app.stacks) {
      const template = app.template(stack);
      expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(template).length).toBeLessThan(1_000_000);
    }
  });
});

describe('with a notifier', () => {
  const app = synthesized({ routes: [ONCALL, SLACK] });

  test('the function may ask it to send changes, and it may read the states', () => {
    expect(
      decoded(
        HEALTH_CHECKER_ENVIRONMENT.settings,
        textOf(functionOf(app).Properties.Environment.Variables.HEALTH_CHECKS),
      )?.commandsUrl,
    ).toBeDefined();
  });
});

describe('mistakes', () => {
  test('of the file: all at once, each with its path', () => {
    const services = [
      { name: 'a', url: 'https://example.com/', interval: 30 },
      { name: 'é', url: 'https://example.com/' },
    ];

    expect(errors({ services })).toEqual([
      'healthChecks services[0].interval: 30 is not a whole number of minutes in seconds, from 60 to 86400. Write for example 300.',
      'healthChecks services[1].name: "é" is not a name of 1 to 100 printable ASCII characters. Write for example "orders".',
    ]);
  });

  test('of its deployment: all at once, each with the check', () => {
    const services = [
      { name: 'a b', url: 'https://example.com/' },
      { name: 'a-b', url: 'https://example.com/', reminder: 3600 },
      { name: 'c', url: 'https://example.com/', regions: ['eu-west-1'] },
    ];

    expect(errors({ services })).toEqual([
      "health check 'a-b': its alarm would have the name of that of 'a b'. Let them differ in letters or digits.",
      "health check 'a-b': it has a 'reminder', which only the notifier can send. Add a route to a chat, PagerDuty, Opsgenie or a webhook, or 'incidents'.",
      "health check 'c': it has 'regions', and the region of the stack is not known. Give the stack an 'env' with a region.",
    ]);
  });

  test('a file that does not exist', () => {
    const stack = newStack();
    newVigil(stack).healthChecks('missing.json');

    expect(errorsOf(stack.node.root as App)).toContain('missing.json: there is no such file.');
  });

  test('a second file needs a construct of its own', () => {
    const stack = newStack();
    const vigil = newVigil(stack);
    vigil.healthChecks({ version: '1.0', services: SERVICES });

    expect(() => vigil.healthChecks({ version: '1.0', services: SERVICES })).toThrow(/new HealthChecks\(/);
    new HealthChecks(stack, 'More', { vigil, checks: { version: '1.0', services: SERVICES }, label: 'More' });
    expect(new Synthesized(stack.node.root as App).components).toEqual(['HealthChecks', 'More']);
  });
});

test('from two regions: a function in a companion stack, which the first may invoke', () => {
  const env = { region: 'eu-west-1', account: '123456789012' };
  const services = [{ name: 'portal', url: 'https://shop.example.com/', regions: ['eu-west-1', 'us-east-1'] }];
  const app = synthesized({ services, env });

  expect(app.stacks).toEqual(['Shop', 'Shop-us-east-1']);
  const { FunctionName } = functionOf(app, 'Shop-us-east-1').Properties;
  expect(FunctionName).toBe('Shop-Vigil-HealthChecks-prober');
  expect(JSON.stringify(app.template('Shop'))).toContain(`lambda:us-east-1:123456789012:function:${FunctionName}`);
  // no topic and no key there
  expect(Object.keys(app.resources('AWS::SNS::Topic', 'Shop-us-east-1'))).toEqual([]);
});

test('secrets and functions of checks are all that it may read and invoke besides', () => {
  const services = [
    { name: 'a', url: 'https://example.com/', headers: { authorization: { secret: 'api-token' } } },
    { name: 'b', type: 'function', function: 'worker' },
  ];
  const text = JSON.stringify(synthesized({ services }).resources('AWS::IAM::Policy'));

  expect(text).toContain('secret:api-token-??????');
  expect(text).toContain(':function:worker');
});

test('a job may report its heartbeat, and write nothing else', () => {
  const stack = newStack();
  const services = [{ name: 'nightly', max_age: 90_000 }];
  const job = new Role(stack, 'Job', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  newVigil(stack).healthChecks({ version: '1.0', services }).grantHeartbeat(job);
  const [policy] = Object.entries(new Synthesized(stack.node.root as App).resources('AWS::IAM::Policy')).filter(
    ([id]) => id.startsWith('Job'),
  );

  expect(policy?.[1].Properties.PolicyDocument.Statement).toMatchObject([
    {
      Action: 'dynamodb:PutItem',
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['heartbeats'] } },
    },
  ]);
});

describe('heartbeats', () => {
  const services = [{ name: 'nightly', max_age: 90_000 }];
  const actionsOf = (app: Synthesized) =>
    JSON.stringify(Object.values(app.resources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument));

  test('nothing is public unless it is asked for', () => {
    const app = synthesized({ services });

    expect(app.resources('AWS::ApiGatewayV2::Api')).toEqual({});
    expect(actionsOf(app)).toContain('cloudwatch:GetMetricData');
    expect(actionsOf(app)).not.toContain('secretsmanager');
  });

  test('with URLs: an address with limits of its own, which a secret signs', () => {
    const app = synthesized({ services, options: { heartbeatUrls: true } });
    const { HEARTBEAT_URLS } = functionOf(app).Properties.Environment.Variables;

    expect(textOf(HEARTBEAT_URLS)).toMatch(/^\{"url":"\{\w+\.ApiEndpoint\}\/","key":"\{\w+\}"\}$/);
    expect(Object.values(app.resources('AWS::ApiGatewayV2::Stage'))[0]?.Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 10,
      ThrottlingBurstLimit: 20,
    });
    expect(actionsOf(app)).toContain('secretsmanager:GetSecretValue');
  });

  test('arrive in the region of the stack', () => {
    expect(errors({ services: [{ ...services[0], regions: ['eu-west-1'] }] })).toEqual([
      'healthChecks services[0].regions: a heartbeat arrives in the region of the stack. Leave this out.',
    ]);
  });
});

test('the synchronisations of customers may be kept in the table, and nothing else', () => {
  const stack = newStack();
  const fn = new Role(stack, 'Sync', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const checks = newVigil(stack).healthChecks({ version: '1.0', services: SERVICES });
  checks.grantSyncStates(fn);
  const policies = Object.entries(new Synthesized(stack.node.root as App).resources('AWS::IAM::Policy'));
  const [, policy] = policies.find(([id]) => id.startsWith('Sync')) as [string, Json];

  expect(checks.tableName).toBe('Shop-Vigil-HealthChecks-checks');
  expect(policy.Properties.PolicyDocument.Statement).toMatchObject([
    {
      Action: ['dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:DeleteItem'],
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['syncs'] } },
    },
  ]);
});

test('in a VPC: the function has interfaces in its subnets, and may reach private addresses', () => {
  const stack = newStack();
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-1'],
  });
  const services = [{ name: 'internal', url: 'http://10.0.0.5/health' }];
  newVigil(stack).healthChecks({ version: '1.0', services }, { vpc });
  const app = new Synthesized(stack.node.root as App);
  const { Properties } = functionOf(app);

  expect(Properties.VpcConfig.SubnetIds).toEqual(['subnet-1']);
  expect(JSON.parse(textOf(Properties.Environment.Variables.HEALTH_CHECKS))).toMatchObject({ allowPrivate: true });
  expect(JSON.stringify(app.resources('AWS::IAM::Policy'))).toContain('ec2:CreateNetworkInterface');
});

describe('custom matchers', () => {
  const TYPED = `
    import type { CustomMatcher } from '${join(__dirname, '../../lambda/runtime')}';
    import { least } from './least';
    export const cheap: CustomMatcher = ({ json }) => (json as { price: number }).price < least || 'too dear';
  `;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vigil-matchers-'));
    writeFileSync(join(folder, 'matchers.ts'), TYPED);
    writeFileSync(join(folder, 'least.ts'), 'export const least: number = 10;');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (matcher: string) => {
    const path = join(folder, `${matcher}.json`);
    const services = [{ name: 'price', url: 'https://example.com/', response_matcher: matcher }];
    writeFileSync(path, JSON.stringify({ version: '1.0', matchers: './matchers.ts', services }));
    return path;
  };

  test('are bundled with what they import, beside the code of the function', () => {
    const stack = newStack();
    newVigil(stack).healthChecks(file('cheap'));
    const app = stack.node.root as App;
    expect(errorsOf(app)).toEqual([]);
    const bundle = readdirSync(app.outdir, { recursive: true, encoding: 'utf8' }).find((path) =>
      path.endsWith('matchers.js'),
    );

    const { cheap } = require(join(app.outdir, bundle as string));
    expect([cheap({ json: { price: 7 } }), cheap({ json: { price: 70 } })]).toEqual([true, 'too dear']);
  });

  test('a name that the module does not export is an error', () => {
    const stack = newStack();
    newVigil(stack).healthChecks(file('dear'));

    expect(errorsOf(stack.node.root as App).join()).toMatch(
      /there is no matcher "dear".*Export it from the module of "matchers"/,
    );
  });

  test('a module that does not compile is an error with its line', () => {
    writeFileSync(join(folder, 'broken.ts'), 'export const x = ;');
    const path = join(folder, 'broken.json');
    const services = [{ name: 'price', url: 'https://example.com/', response_matcher: 'x' }];
    writeFileSync(path, JSON.stringify({ version: '1.0', matchers: './broken.ts', services }));
    const stack = newStack();
    newVigil(stack).healthChecks(path);

    expect(errorsOf(stack.node.root as App).join()).toMatch(/broken\.ts:1:17/);
  });
});

test('ten checks each minute cost at most $6 a month, with what runs them', () => {
  const services = Array.from({ length: 10 }, (_, index) => ({ name: `check-${index}`, url: 'https://example.com/' }));
  const { estimate } = reportWith(synthesized({ services }).template('Shop').Resources);
  const ofVigil = ['dashboard', 'topic encryption key'];

  const dollars = estimate.lines
    .filter(({ item }) => !ofVigil.includes(item))
    .map(({ item, monthly }) => [item, monthly]);

  expect(Object.fromEntries(dollars)).toEqual({
    'alarm metric': 1.3,
    'custom metric': 3.3,
    'health check function': 0.35,
    'minutely health check': 0.4,
  });
});

test('URLs of heartbeats cost their secret besides', () => {
  const services = [{ name: 'nightly', max_age: 90_000 }];
  const { estimate } = reportWith(
    synthesized({ services, options: { heartbeatUrls: true } }).template('Shop').Resources,
  );

  expect(estimate.lines).toContainEqual(
    expect.objectContaining({ item: 'secret that signs heartbeat URLs', quantity: 1, monthly: 0.4 }),
  );
});
