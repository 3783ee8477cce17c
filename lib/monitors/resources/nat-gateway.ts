import { Stack } from 'aws-cdk-lib';
import type { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { NAT_GATEWAY } from '../../resources/nat-gateway';
import { NAT_GATEWAY_RULES } from '../../rules/nat-gateway-rules';
import { candidates } from '../../rules/rule';
import { consoleUrl } from './console';
import { registerResource } from './registration';

const line = linesOf('AWS/NATGateway');
const refused = line('No port', 'error', 'ErrorPortAllocation', 'Sum');
const dropped = line('Dropped packets', 'throttle', 'PacketsDropCount', 'Sum');
const connections = line('Connections', 'traffic', 'ActiveConnectionCount', 'Maximum');

const CHARTS: Charts = {
  numbers: [connections, refused, dropped],
  symptoms: [
    {
      ...graph('failed connections, packets', 'Count', refused, dropped),
      right: { unit: 'Count', lines: [connections] },
    },
  ],
  causes: [],
};

export const NAT_GATEWAYS = registerResource<CfnNatGateway>({
  data: NAT_GATEWAY,
  component: 'HttpApi',
  parts: (gateway) => [
    {
      id: '',
      stack: Stack.of(gateway),
      dimensions: { NatGatewayId: gateway.ref },
      rules: candidates(NAT_GATEWAY_RULES, {}),
      charts: CHARTS,
      consoleUrl: consoleUrl(gateway, `vpcconsole/home#NatGatewayDetails:natGatewayId=${gateway.ref}`),
    },
  ],
});
