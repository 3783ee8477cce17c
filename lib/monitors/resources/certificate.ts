import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnCertificate, ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type Charts, type Line, NO_CHARTS } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { CERTIFICATE } from '../../resources/certificate';
import { CERTIFICATE_RULES } from '../../rules/certificate-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { mentionedIn } from '../../tree/inspect';
import { stackPathOf } from '../../tree/naming';
import { consoleUrl } from './console';
import { register } from './registration';
import type { WatchContext } from './watch-context';

const acm = metricsOf('AWS/CertificateManager');

const days: Line = {
  label: 'Days to expiry',
  means: 'remaining',
  metrics: { m: acm('DaysToExpiry', 'Minimum') },
  rules: ['CertificateExpiry', 'CertificateExpiresNow'],
};

const CERTIFICATE_CHARTS: Charts = {
  numbers: [{ ...days, isDaily: true }],
  symptoms: [{ title: 'days to expiry', left: { unit: 'days', lines: [days] }, isDaily: true }],
  causes: [],
};

/** A certificate, as a component of its own or as a part of the portal that shows it. */
function certificatePart(
  source: ICertificate | CfnCertificate,
  certificate: CfnCertificate | undefined,
  isMain: boolean,
): Part {
  const path = stackPathOf(source);
  return {
    id: isMain ? '' : path,
    label: isMain ? undefined : path,
    stack: Stack.of(source),
    dimensions: { CertificateArn: certificate?.ref ?? (source as ICertificate).certificateArn },
    rules: candidates(CERTIFICATE_RULES, {}),
    charts: isMain ? CERTIFICATE_CHARTS : NO_CHARTS,
    consoleUrl: certificate && consoleUrl(certificate, 'acm/home#/certificates/list'),
  };
}

/** The certificates that a property's value names, as far as no other component has them. */
export const certificateParts = (value: unknown, scope: CfnResource, { claim }: WatchContext): Part[] =>
  mentionedIn(value, scope)
    .filter((resource): resource is CfnCertificate => resource.cfnResourceType === CERTIFICATE.type)
    .filter(claim)
    .map((certificate) => certificatePart(certificate, certificate, false));

export const CERTIFICATES = register<ICertificate, CfnCertificate>({
  data: CERTIFICATE,
  component: 'WebPortal',
  attribute: 'certificateArn',
  isLeftover: () => true,
  parts: ({ source, resource }) => [certificatePart(source, resource, true)],
});
