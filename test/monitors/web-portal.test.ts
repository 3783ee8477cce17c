import type { App, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, Function as EdgeFunction, FunctionCode, FunctionEventType } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  NetworkLoadBalancer,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { LambdaTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { dimensionsOf, newStack, newVigil, Synthesized, watched } from '../support/synth';
import { addFunction } from '../vigil/shop';

const rulesOf = (shop: Synthesized, component: string) => shop.alarmsOf(component).map(({ rule }) => rule);
const certificateIn = (stack: Stack, id = 'Certificate') => new Certificate(stack, id, { domainName: 'example.com' });
const US = { env: { region: 'us-east-1' } };

describe('a distribution', () => {
  const shop = (publishAdditionalMetrics: boolean) =>
    watched(
      (stack) => {
        const code = FunctionCode.fromInline('function handler(event) { return event.request; }');
        const edge = new EdgeFunction(stack, 'Redirect', { code });
        new Distribution(stack, 'Portal', {
          defaultBehavior: {
            origin: new HttpOrigin('origin.example.com'),
            functionAssociations: [{ function: edge, eventType: FunctionEventType.VIEWER_REQUEST }],
          },
          domainNames: ['example.com'],
          certificate: certificateIn(stack),
          publishAdditionalMetrics,
        });
      },
      {},
      US,
    );

  test('is one component with its certificate and its functions at the edge', () => {
    const portal = shop(false);

    expect(portal.components).toEqual(['Portal']);
    expect(rulesOf(portal, 'Portal')).toEqual(
      expect.arrayContaining(['PortalErrors', 'Certificate.CertificateExpiry', 'Redirect.EdgeFunctionErrors']),
    );
  });

  test('is measured under its id, everywhere', () => {
    const dimensions = { DistributionId: expect.stringMatching(/^\{Portal/), Region: 'Global' };

    expect(dimensionsOf(shop(false).alarm('Portal', 'PortalErrors'))).toEqual([dimensions, dimensions]);
  });

  test('has the latency of its origin only with additional metrics', () => {
    expect(rulesOf(shop(true), 'Portal')).toContain('OriginLatency');
    expect(rulesOf(shop(false), 'Portal')).not.toContain('OriginLatency');
  });
});

describe('an Application Load Balancer', () => {
  let portal: Synthesized;

  beforeAll(() => {
    portal = watched((stack) => {
      const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
      const listener = new ApplicationLoadBalancer(stack, 'Portal', { vpc }).addListener('Https', {
        port: 443,
        certificates: [certificateIn(stack)],
        defaultAction: ListenerAction.forward([new ApplicationTargetGroup(stack, 'Pages', { vpc, port: 80 })]),
      });
      listener.addTargets('Functions', {
        priority: 1,
        conditions: [ListenerCondition.pathPatterns(['/api/*'])],
        targets: [new LambdaTarget(addFunction(stack, 'Handler'))],
      });
      new NetworkLoadBalancer(stack, 'Internal', { vpc });
    });
  });

  test('is one component with its certificate and its target groups; a Network Load Balancer is another', () => {
    expect(portal.components).toEqual(['Internal', 'Portal']);
    const labels = rulesOf(portal, 'Portal').flatMap((rule) => (rule.includes('.') ? rule.split('.')[0] : []));
    expect(labels).toEqual(expect.arrayContaining(['Certificate', 'Pages', 'Portal-Https-FunctionsGroup']));
  });

  test('has its dimensions, and its target groups have both', () => {
    const of = (pattern: RegExp) =>
      portal
        .alarmsOf('Portal')
        .filter(({ rule, isComposite }) => pattern.test(rule) && !isComposite)
        .flatMap(dimensionsOf);

    expect(of(/^\w+$/).length).toBeGreaterThan(0);
    for (const dimensions of of(/^\w+$/)) {
      expect(dimensions).toEqual({ LoadBalancer: expect.stringMatching(/^\{Portal.*LoadBalancerFullName\}$/) });
    }
    for (const dimensions of of(/^Pages\./)) {
      expect(dimensions).toEqual({
        TargetGroup: expect.stringMatching(/^\{Pages.*TargetGroupFullName\}$/),
        LoadBalancer: expect.stringMatching(/^\{Portal.*LoadBalancerFullName\}$/),
      });
    }
  });
});

describe('a certificate', () => {
  test('that no portal names is a component of its own', () => {
    const shop = watched((stack) => certificateIn(stack));

    expect(rulesOf(shop, 'Certificate')).toEqual(
      expect.arrayContaining(['CertificateExpiry', 'CertificateExpiresNow']),
    );
  });

  test('of two portals is watched once', () => {
    const stack = newStack(US);
    const certificate = certificateIn(stack);
    for (const id of ['One', 'Two']) {
      const defaultBehavior = { origin: new HttpOrigin('origin.example.com') };
      new Distribution(stack, id, { defaultBehavior, domainNames: [`${id}.example.com`], certificate });
    }
    newVigil(stack).watch(stack);

    const { names } = new Synthesized(stack.node.root as App);

    expect(names.filter((name) => name.endsWith('.CertificateExpiry'))).toEqual([
      'Shop/One/Certificate.CertificateExpiry',
    ]);
  });
});
