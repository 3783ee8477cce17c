import { Stack } from 'aws-cdk-lib';
import type { CfnUserPool, CfnUserPoolClient, IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import { USER_POOL } from '../../resources/user-pool';
import { EVENT_HANDLER_RULES } from '../../rules/function-rules';
import { candidates } from '../../rules/rule';
import { USER_POOL_CLIENT_RULES } from '../../rules/user-pool-rules';
import { stackPathOf } from '../../tree/naming';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { register } from './registration';

const line = linesOf('AWS/Cognito');
const signIns = line('Sign-ins', 'traffic', 'SignInSuccesses', 'SampleCount');
const signUps = line('Sign-ups', 'success', 'SignUpSuccesses', 'SampleCount');
const throttled = line('Throttled sign-ins', 'throttle', 'SignInThrottles', 'Sum');

const CHARTS: Charts = {
  numbers: [{ ...signIns, label: 'Sign-ins in 5 min' }, { ...signUps, label: 'Sign-ups in 5 min' }, throttled],
  symptoms: [graph('sign-ins', 'Count', signIns, signUps, throttled)],
  causes: [],
};

export const USER_POOLS = register<IUserPool, CfnUserPool>({
  data: USER_POOL,
  component: 'WebPortal',
  attribute: 'userPoolArn',
  parts: ({ source, resource: pool }, context) => {
    const id = pool?.ref ?? source.userPoolId;
    const clients = context.graph.referrers<CfnUserPoolClient>(
      'AWS::Cognito::UserPoolClient',
      'userPoolId',
      pool ?? { id, scope: source },
    );
    return [
      ...clients.map((client) => {
        const label = clients.length === 1 ? undefined : stackPathOf(client);
        return {
          id: label ?? '',
          label,
          stack: Stack.of(client),
          dimensions: { UserPool: id, UserPoolClient: client.ref },
          rules: candidates(USER_POOL_CLIENT_RULES, {}),
          charts: CHARTS,
          consoleUrl: pool && consoleUrl(pool, `cognito/v2/idp/user-pools/${id}/users`),
        };
      }),
      ...functionParts(pool === undefined ? [] : functionsIn(pool.lambdaConfig, pool), context, EVENT_HANDLER_RULES),
    ];
  },
});
