import type { Stack } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Specimens } from './specimen';

export const specimens: Specimens = {
  add: (stack: Stack) => {
    new CfnCertificate(stack, 'Certificate', { domainName: 'example.com' });
  },
  shows: { Certificate: { any: 'Certificate' } },
};
