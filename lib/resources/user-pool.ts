import { USER_POOL_CLIENT_RULES } from '../rules/user-pool-rules';
import { share, throttles } from './made-data';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

/** Its clients are the parts of a component. */
export const USER_POOL: ResourceType = {
  type: 'AWS::Cognito::UserPool',
  names: {
    ref: ({ unique }) => unique,
    attributes: { Arn: arn('cognito-idp', ({ unique }) => `userpool/${unique}`), UserPoolId: ({ unique }) => unique },
  },
  made: {
    metrics: {
      SignInSuccesses: share(0.06),
      SignUpSuccesses: share(0.02),
      SignInThrottles: throttles(),
      SignUpThrottles: throttles(),
      TokenRefreshThrottles: throttles(),
    },
  },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Client of a Cognito user pool',
      dimensions: ['UserPool', 'UserPoolClient'],
      table: USER_POOL_CLIENT_RULES,
      examples: ANY,
    }),
  ],
};
