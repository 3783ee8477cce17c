import { Fn, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../tree/newer-cdk';

export interface PublicPageProps {
  readonly name: string;
}

/**
 * What API Gateway lets through for all callers together; the rest it answers with 429, before any function runs. Project default: far more
 * than a team needs that opens links, and a request of a tenth of a second keeps one or two executions busy.
 */
const REQUESTS_A_SECOND = 10;
const BURST = 20;

/**
 * An address of one page that everybody may open. It has limits of its own: what everybody may call could otherwise use up the
 * concurrency of the account, which all of its functions share.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class PublicPage extends Construct {
  public readonly url: string;
  public readonly apiId: string;

  public constructor(scope: Construct, id: string, { name }: PublicPageProps) {
    super(scope, id);
    const api = new CfnApi(this, 'Api', { name, protocolType: 'HTTP', description: `The page of ${name}` });
    this.apiId = api.ref;
    this.url = `${api.attrApiEndpoint}/`;
  }

  /** What answers: a function, which may know the address. */
  public answerBy(fn: LambdaFunction): void {
    const integration = new CfnIntegration(this, 'Integration', {
      apiId: this.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.functionArn,
      payloadFormatVersion: '2.0',
    });
    const route = new CfnRoute(this, 'Route', {
      apiId: this.apiId,
      // any other path is answered without the function
      routeKey: 'ANY /',
      authorizationType: 'NONE',
      target: Fn.join('/', ['integrations', integration.ref]),
    });
    const stage = new CfnStage(this, 'Stage', {
      apiId: this.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: REQUESTS_A_SECOND, throttlingBurstLimit: BURST },
    });
    fn.addPermission('Page', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({ service: 'execute-api', resource: this.apiId, resourceName: '*/*/' }),
    });
    acknowledge(route, 'AwsSolutions-APIG4', 'Without a signed link the page refuses.');
    acknowledge(stage, 'AwsSolutions-APIG1', 'The function logs who does what, when and from where.');
  }
}
