import { type App, CfnParameter, type Stack } from 'aws-cdk-lib';
import {
  CfnDeployment,
  CfnRestApi,
  CfnStage as CfnRestStage,
  Deployment,
  LambdaIntegration,
  LambdaRestApi,
  MethodLoggingLevel,
  MockIntegration,
  RestApi,
  type RestApiProps,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnApi, HttpApi, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { HttpApiOptions, VigilProps } from '../../lib/index';
import { dimensionsOf, type Json, newStack, newVigil, Synthesized, watched } from '../support/synth';
import { addFunction, addHttpApi, ROUTES } from '../vigil/shop';

const rulesOf = (shop: Synthesized, component = 'Api') => shop.alarmsOf(component).map(({ rule }) => rule);
const operations = (shop: Synthesized): Json[] =>
  (shop.dashboards['Shop-Vigil-details']?.widgets ?? []).filter(
    ({ properties }: Json) => !properties.title?.startsWith('Chosen function'),
  );
const titles = (shop: Synthesized): string[] => operations(shop).flatMap(({ properties }) => properties.title ?? []);

describe('an HTTP API', () => {
  let shop: Synthesized;
  beforeAll(() => {
    shop = watched((stack) => addHttpApi(stack));
  });

  test('is measured under its id and stage', () => {
    expect(dimensionsOf(shop.alarm('Api', 'NoTraffic'))).toEqual([
      { ApiId: expect.stringMatching(/^\{Api/), Stage: '$default' },
    ]);
  });

  test('has its operations on a dashboard, measured one by one', () => {
    expect(titles(shop)).toEqual(ROUTES.flatMap((route) => [`${route}: responses`, `${route}: latency`]));
    expect(stageOf(shop, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings).toEqual({ DetailedMetricsEnabled: true });
  });

  test('keeps the settings of its stage', () => {
    const throttled = watched((stack) => {
      const httpApi = new HttpApi(stack, 'Api', { createDefaultStage: false });
      httpApi.addRoutes({ path: '/orders', integration: new HttpUrlIntegration('Orders', 'https://example.com') });
      new HttpStage(stack, 'Stage', { httpApi, throttle: { rateLimit: 10, burstLimit: 20 } });
    });

    expect(stageOf(throttled, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 10,
      ThrottlingBurstLimit: 20,
      DetailedMetricsEnabled: true,
    });
  });

  test('is watched in each of its stages', () => {
    const staged = watched((stack) => new HttpStage(stack, 'Beta', { httpApi: addHttpApi(stack), stageName: 'beta' }));

    expect(rulesOf(staged)).toEqual(expect.arrayContaining(['ServerErrors', 'Beta.ServerErrors']));
    expect(dimensionsOf(staged.alarm('Api', 'Beta.ServerErrors'))[0]).toMatchObject({ Stage: 'beta' });
    expect(titles(staged)).toContain('GET /orders (beta): responses');
  });

  test('without a stage measures nothing, which is said', () => {
    const shop = watched((stack) => new CfnApi(stack, 'Api', { name: 'shop', protocolType: 'HTTP' }));

    expect(shop.alarms).toEqual([]);
    expect(shop.warnings.join()).toContain('Shop/Api has no stage in this app');
  });
});

describe('a REST API', () => {
  const fill = (stack: Stack, props?: RestApiProps) => {
    const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['*'] }, ...props });
    const orders = api.root.addResource('orders');
    orders.addMethod('GET', new MockIntegration());
    orders.addResource('{id}').addMethod('DELETE', new LambdaIntegration(addFunction(stack, 'Handler')));
    api.root.addMethod('ANY', new MockIntegration());
    return api;
  };
  const settingsOf = (shop: Synthesized): Json[] => stageOf(shop, 'AWS::ApiGateway::Stage').MethodSettings;
  const DETAILED = { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true };

  test('is measured under its name and stage', () => {
    const shop = watched((stack) => fill(stack, { restApiName: 'shop', deployOptions: { stageName: 'live' } }));

    expect(dimensionsOf(shop.alarm('Api', 'NoTraffic'))).toEqual([{ ApiName: 'shop', Stage: 'live' }]);
  });

  test('has its operations on a dashboard, without those of CORS', () => {
    const shop = watched((stack) => fill(stack));
    const names = titles(shop).map((title) => title.split(' (')[0]);

    expect([...new Set(names)].sort()).toEqual(['ANY /', 'DELETE /orders/{id}', 'GET /orders']);
  });

  test('measures them one by one', () => {
    expect(settingsOf(watched((stack) => fill(stack)))).toEqual([DETAILED]);
  });

  test('keeps the settings of its stage', () => {
    const shop = watched((stack) =>
      fill(stack, {
        cloudWatchRole: true,
        deployOptions: {
          loggingLevel: MethodLoggingLevel.ERROR,
          methodOptions: { '/orders/GET': { throttlingRateLimit: 10 } },
        },
      }),
    );

    const settings = settingsOf(shop);
    expect(settings).toHaveLength(2);
    expect(settings).toContainEqual({ ...DETAILED, LoggingLevel: 'ERROR', DataTraceEnabled: false });
    expect(settings).toContainEqual(
      expect.objectContaining({
        HttpMethod: 'GET',
        ResourcePath: '/~1orders',
        ThrottlingRateLimit: 10,
        MetricsEnabled: true,
      }),
    );
  });

  test('keeps the settings of a stage made by hand', () => {
    const shop = watched((stack) => {
      const api = fill(stack, { deploy: false });
      const deployment = new Deployment(stack, 'Deployment', { api });
      const rate = new CfnParameter(stack, 'Rate', { type: 'Number' });
      new CfnRestStage(stack, 'Stage', {
        restApiId: api.restApiId,
        deploymentId: deployment.deploymentId,
        stageName: 'live',
        methodSettings: [
          {
            httpMethod: 'GET',
            resourcePath: '/orders',
            metricsEnabled: false,
            throttlingRateLimit: rate.valueAsNumber,
          },
        ],
      });
    });

    expect(settingsOf(shop)).toEqual([
      { HttpMethod: 'GET', ResourcePath: '/orders', MetricsEnabled: false, ThrottlingRateLimit: { Ref: 'Rate' } },
      DETAILED,
    ]);
  });

  test('has the functions behind it', () => {
    const shop = watched((stack) => new LambdaRestApi(stack, 'Api', { handler: addFunction(stack, 'Handler') }), {
      rules: { FunctionThrottled: { enabled: true } },
    });

    expect(rulesOf(shop)).toContain('Handler.FunctionThrottled');
  });

  test('by a specification is measured under the name that stands there', () => {
    const shop = watched((stack) => {
      const info = { title: 'shop', version: '1' };
      const api = new CfnRestApi(stack, 'Api', { body: { openapi: '3.0.1', info, paths: {} } });
      const { ref: deploymentId } = new CfnDeployment(stack, 'Deployment', { restApiId: api.ref });
      new CfnRestStage(stack, 'Stage', { restApiId: api.ref, deploymentId, stageName: 'live' });
    });

    expect(dimensionsOf(shop.alarm('Api', 'NoTraffic'))).toEqual([{ ApiName: 'shop', Stage: 'live' }]);
  });

  test('is watched in each of its stages', () => {
    const shop = watched((stack) => {
      const api = fill(stack);
      new Stage(stack, 'Beta', { deployment: new Deployment(stack, 'Deployment', { api }), stageName: 'beta' });
    });

    expect(dimensionsOf(shop.alarm('Api', 'Beta.ServerErrors'))[0]).toMatchObject({ Stage: 'beta' });
  });
});

describe('metrics of single operations, which AWS bills', () => {
  const shopWith = (props: Partial<VigilProps>, options: HttpApiOptions = {}) => {
    const stack = newStack();
    newVigil(stack, props).httpApi(addHttpApi(stack), options);
    return new Synthesized(stack.node.root as App);
  };
  const isMeasured = (shop: Synthesized) =>
    stageOf(shop, 'AWS::ApiGatewayV2::Stage').DefaultRouteSettings?.DetailedMetricsEnabled === true;

  test.each<[string, Partial<VigilProps>, HttpApiOptions, boolean]>([
    ['are on', {}, {}, true],
    ['unless the Vigil has them off', { detailedMetrics: false }, {}, false],
    ['or the API', {}, { detailedMetrics: false }, false],
    ['which knows better', { detailedMetrics: false }, { detailedMetrics: true }, true],
  ])('%s', (_, props, options, expected) => {
    const shop = shopWith(props, options);

    expect(isMeasured(shop)).toBe(expected);
    expect(operations(shop).length > 0).toBe(expected);
  });
});

function stageOf(shop: Synthesized, type: string): Json {
  const [stage] = Object.values(shop.resources(type));
  return stage.Properties;
}
