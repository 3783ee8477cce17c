import { Stack } from 'aws-cdk-lib';
import type { CfnCertificate, ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { Part } from '../../dashboards/part';
import { CERTIFICATE_RULES } from '../../rules/certificate-rules';
import { metricsOf } from '../../rules/readings';
import { candidates } from '../../rules/rule';
import { placeOf } from '../../tree/naming';
import { consoleUrl } from './console';

export const CERTIFICATE = 'AWS::CertificateManager::Certificate';
const acm = metricsOf('AWS/CertificateManager');

/** A certificate, as a component of its own or as a part of the portal that shows it. */
export function certificatePart(
  source: ICertificateRef,
  certificate: CfnCertificate | undefined,
  isMain: boolean,
): Part {
  const place = placeOf(source);
  return {
    id: isMain ? '' : place,
    label: isMain ? undefined : place,
    stack: Stack.of(source),
    dimensions: { CertificateArn: certificate?.ref ?? source.certificateRef.certificateArn },
    rules: candidates(CERTIFICATE_RULES, {}),
    graphs: {
      what: isMain
        ? [{ label: 'Days to expiry', metrics: { m: acm('DaysToExpiry', 'Minimum') }, rules: ['CertificateExpiry'] }]
        : [],
      why: [],
    },
    consoleUrl: certificate && consoleUrl(certificate, 'acm/home#/certificates/list'),
  };
}
