import { NAT_GATEWAY_RULES } from '../rules/nat-gateway-rules';
import { failures, gauge, requests, throttles } from './made-data';
import { ANY, type ResourceType, section } from './resource-type';

export const NAT_GATEWAY: ResourceType = {
  type: 'AWS::EC2::NatGateway',
  names: { ref: ({ unique }) => unique, attributes: { NatGatewayId: ({ unique }) => unique } },
  made: {
    arrivals: 600,
    metrics: {
      ErrorPortAllocation: throttles(),
      PacketsDropCount: failures(),
      PacketsOutToDestination: requests(40),
      PacketsInFromDestination: requests(60),
      ActiveConnectionCount: gauge(200, 900, 55_000),
    },
  },
  sections: [
    section({
      component: 'HttpApi',
      resource: 'NAT gateway',
      dimensions: ['NatGatewayId'],
      table: NAT_GATEWAY_RULES,
      examples: ANY,
    }),
  ],
};
