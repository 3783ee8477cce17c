import { Fn, Stack } from 'aws-cdk-lib';
import type { CfnService } from 'aws-cdk-lib/aws-apprunner';
import { apiCharts } from '../../dashboards/api-charts';
import { APP_RUNNER_SERVICE } from '../../resources/app-runner';
import { APP_RUNNER_METRICS, APP_RUNNER_RULES } from '../../rules/app-runner-rules';
import { candidates } from '../../rules/rule';
import { consoleUrl } from './console';
import { registerResource } from './registration';

export const APP_RUNNER_SERVICES = registerResource<CfnService>({
  data: APP_RUNNER_SERVICE,
  component: 'HttpApi',
  parts: (service) => [
    {
      id: '',
      stack: Stack.of(service),
      // the ARN ends with `service/name/id`
      dimensions: {
        ServiceName: service.serviceName ?? Fn.select(1, Fn.split('/', service.attrServiceArn)),
        ServiceID: service.attrServiceId,
      },
      rules: candidates(APP_RUNNER_RULES, {}),
      charts: apiCharts(APP_RUNNER_METRICS),
      consoleUrl: consoleUrl(service, 'apprunner/home#/services'),
    },
  ],
});
