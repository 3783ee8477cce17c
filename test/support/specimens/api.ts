import type { Stack } from 'aws-cdk-lib';
import * as rest from 'aws-cdk-lib/aws-apigateway';
import * as http from 'aws-cdk-lib/aws-apigatewayv2';
import { fn, RESERVED } from './helpers';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    const handler = fn(stack, 'ApiHandler', 30, RESERVED);
    const shop = new http.CfnApi(stack, 'Shop', { name: 'shop', protocolType: 'HTTP' });
    new http.CfnStage(stack, 'ShopStage', { apiId: shop.ref, stageName: '$default' });
    new http.CfnIntegration(stack, 'ShopIntegration', {
      apiId: shop.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.attrArn,
    });
    new http.CfnRoute(stack, 'ShopRoute', { apiId: shop.ref, routeKey: 'GET /orders' });

    const partners = new rest.CfnRestApi(stack, 'Partners', { name: 'partners' });
    new rest.CfnMethod(stack, 'PartnersMethod', {
      restApiId: partners.ref,
      resourceId: partners.attrRootResourceId,
      httpMethod: 'GET',
      integration: { type: 'AWS_PROXY', uri: fn(stack, 'PartnersHandler', 10).attrArn },
    });
    const deployment = new rest.CfnDeployment(stack, 'PartnersDeployment', { restApiId: partners.ref });
    new rest.CfnStage(stack, 'PartnersStage', {
      restApiId: partners.ref,
      deploymentId: deployment.ref,
      stageName: 'live',
    });
  },
  shows: {
    'HTTP API': { any: 'Shop' },
    'REST API': { any: 'Partners' },
    'Function behind an API': {
      'timeout 30 s, 10 reserved': 'Shop/ApiHandler',
      'timeout 10 s': 'Partners/PartnersHandler',
    },
  },
};
