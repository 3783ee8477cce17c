import { type App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Monitor, Route, Severity, Vigil } from '../../lib/index';
import {
  errorsOf,
  type Json,
  newApp,
  newStack,
  newVigil,
  ONCALL,
  Synthesized,
  textOf,
  watched,
} from '../support/synth';
import { addQueue } from '../vigil/shop';

const { P0, P1, P2, P3 } = Severity;
const ALL = [P0, P1, P2];

/** Endpoints by the severity of their topic. */
function subscriptionsOf(shop: Synthesized): string[] {
  const topics = shop.resources('AWS::SNS::Topic');
  return Object.values(shop.resources('AWS::SNS::Subscription'))
    .map(({ Properties: { TopicArn, Protocol, Endpoint } }) => {
      const topic = topics[TopicArn.Ref];
      return `${topic.Properties.TopicName} ${Protocol} ${textOf(Endpoint)}`;
    })
    .sort();
}

const shopWith = (...routes: Route[]) => watched((stack) => addQueue(stack), { routes });

describe('the topics', () => {
  const shop = shopWith(ONCALL);
  const [[keyId, key], ...otherKeys] = Object.entries(shop.resources('AWS::KMS::Key')) as [
    [string, Json],
    ...unknown[],
  ];
  const topics = shop.resources('AWS::SNS::Topic');
  const statementsOf = (topic: string): Json[] =>
    Object.values(shop.resources('AWS::SNS::TopicPolicy')).flatMap(({ Properties }) =>
      Properties.Topics.some(({ Ref }: { Ref: string }) => Ref === topic) ? Properties.PolicyDocument.Statement : [],
    );

  test('are one per severity with a route', () => {
    expect(Object.values(topics).map(({ Properties }) => Properties.TopicName)).toEqual([
      'Shop-Vigil-P0',
      'Shop-Vigil-P1',
      'Shop-Vigil-P2',
    ]);
  });

  test('are encrypted with a key that rotates and that CloudWatch may use, for alarms of this account', () => {
    expect(otherKeys).toEqual([]);
    for (const { Properties } of Object.values(topics)) {
      expect(Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [keyId, 'Arn'] });
    }
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties.KeyPolicy.Statement).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test('can be published to by alarms of this account only', () => {
    for (const topic of Object.keys(topics)) {
      const allowed = statementsOf(topic).filter(({ Effect }) => Effect === 'Allow');

      expect(allowed).toEqual([
        {
          Sid: 'AlarmsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: topic },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': expect.anything() },
          },
        },
      ]);
      expect(textOf(allowed[0].Condition.ArnLike['aws:SourceArn'])).toBe(
        'arn:{AWS::Partition}:cloudwatch:{AWS::Region}:{AWS::AccountId}:alarm:*',
      );
    }
  });

  test('refuse plain HTTP', () => {
    for (const topic of Object.keys(topics)) {
      expect(statementsOf(topic).filter(({ Effect }) => Effect === 'Deny')).toEqual([
        expect.objectContaining({
          Principal: '*',
          Action: 'sns:Publish',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]);
    }
  });

  test('can have a key of their own', () => {
    const stack = newStack();
    const own = new Key(stack, 'OwnKey');
    addQueue(stack);
    newVigil(stack, { encryptionKey: own }).watch(stack);

    const keys = Object.keys(new Synthesized(stack.node.root as App).resources('AWS::KMS::Key'));

    expect(keys).toEqual([expect.stringMatching(/^OwnKey/)]);
  });

  test('have names that SNS takes, whatever the Vigil is called', () => {
    const stack = newStack();
    new Vigil(stack, 'Vigil 2.0', { environment: 'prod', routes: [ONCALL] });

    const names = Object.values(new Synthesized(stack.node.root as App).resources('AWS::SNS::Topic')).map(
      ({ Properties }) => Properties.TopicName,
    );

    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  });
});

describe('subscriptions', () => {
  test('are made for each severity of a route', () => {
    const shop = shopWith(
      Route.email('a@example.com', { severities: [P2] }),
      Route.email('b@example.com'),
      Route.sms('+12125550123'),
    );

    expect(subscriptionsOf(shop)).toEqual([
      'Shop-Vigil-P0 email b@example.com',
      'Shop-Vigil-P0 sms +12125550123',
      'Shop-Vigil-P1 email b@example.com',
      'Shop-Vigil-P1 sms +12125550123',
      'Shop-Vigil-P2 email a@example.com',
      'Shop-Vigil-P2 email b@example.com',
    ]);
  });

  test('are made once for one endpoint, however many routes lead there', () => {
    const shop = shopWith(
      Route.email('a@example.com', { severities: [P0, P1] }),
      Route.email('a@example.com', { severities: [P1, P1, P2] }),
    );

    expect(subscriptionsOf(shop)).toEqual(ALL.map((severity) => `Shop-Vigil-${severity} email a@example.com`));
  });

  test('keep their logical ids in any order of routes, also where the endpoint is known at deployment', () => {
    const idsWith = (order: (routes: Route[]) => Route[], parametersBefore: number) => {
      const stack = newStack();
      for (let index = 0; index < parametersBefore; index++) new CfnParameter(stack, `Other${index}`).valueAsString;
      const [one, two] = ['One', 'Two'].map((id) => Route.email(new CfnParameter(stack, id).valueAsString));
      addQueue(stack);
      newVigil(stack, { routes: order([one as Route, ONCALL, two as Route]) }).watch(stack);
      const shop = new Synthesized(stack.node.root as App);
      expect(subscriptionsOf(shop)).toContain('Shop-Vigil-P0 email {One}');
      return Object.keys(shop.resources('AWS::SNS::Subscription')).sort();
    };

    expect(idsWith((routes) => routes, 0)).toHaveLength(9);
    expect(idsWith((routes) => routes.reverse(), 3)).toEqual(idsWith((routes) => routes, 0));
  });
});

describe('severities without a recipient', () => {
  const errorsWith = (routes: Route[], showOnly: Severity[] = []) => {
    const stack = newStack();
    addQueue(stack);
    newVigil(stack, { routes, showOnly }).watch(stack);
    return errorsOf(stack.node.root as App);
  };

  test('an alarm without a route is an error with its name and the fix', () => {
    const [error, ...others] = errorsWith([Route.sms('+12125550123')]);

    expect(others).toEqual([]);
    expect(error).toMatch(
      /^\d+ alarms of severity P2 would notify nobody, because no route carries P2: Shop\/Orders\/.*, …\. Add a route that carries P2, such as Route\.email\('oncall@example\.com', \{ severities: \[Severity\.P2\] \}\), or add P2 to 'showOnly'\.$/,
    );
  });

  test('no route at all: each severity is reported', () => {
    expect(errorsWith([]).map((error) => error.match(/severity (P\d)/)?.[1])).toEqual(['P1', 'P2']);
  });

  test('a route to nowhere is an error', () => {
    expect(errorsWith([ONCALL, Route.email('unused@example.com', { severities: [P2] })], [P2])).toEqual([
      "unused@example.com would never be notified, because all of its severities are in 'showOnly'. Remove the route, or one of the severities.",
    ]);
  });

  test('what is dashboard only needs no route', () => {
    expect(errorsWith([], [P0, P1, P2, P3])).toEqual([]);
  });
});

describe('showOnly', () => {
  test('alarms of such a severity exist, notify nobody and are on the dashboard', () => {
    const shop = watched((stack) => addQueue(stack), { showOnly: [P2] });
    const shown = shop.alarms.filter(({ severity }) => severity === P2);
    const listed = shop.dashboards['Shop-Vigil'].widgets.flatMap(({ properties }: Json) => properties.alarms ?? []);

    expect(shown.length).toBeGreaterThan(0);
    for (const { name, actions } of shown) {
      expect(actions).toEqual([]);
      expect(listed.join()).toContain(name);
    }
    expect(Object.keys(shop.resources('AWS::SNS::Topic'))).toHaveLength(2);
  });
});

test('a Vigil has to stand in a stack', () => {
  const make = (scope: Construct) => new Vigil(scope, 'Vigil', { environment: 'prod', routes: [ONCALL] });

  expect(() => make(newApp())).toThrow(/Stack/);
  expect(() => make(new Construct(new Stack(newApp(), 'Shop'), 'Part'))).not.toThrow();
});

test('every monitor names its component', () => {
  const stack = newStack();
  const monitor: Monitor = newVigil(stack).queue(new Queue(stack, 'Orders'));

  expect(monitor.component).toBe('Orders');
});
