import { CERTIFICATE_RULES } from '../rules/certificate-rules';
import { arn } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const CERTIFICATE: ResourceType = {
  type: 'AWS::CertificateManager::Certificate',
  names: { ref: arn('acm', ({ logicalId }) => `certificate/${logicalId}`), attributes: {} },
  sections: [
    section({
      component: 'WebPortal',
      resource: 'Certificate',
      dimensions: ['CertificateArn'],
      table: CERTIFICATE_RULES,
      examples: ANY,
    }),
  ],
};
