import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const acm = metricsOf('AWS/CertificateManager');

/** The metric comes about once a day, and stops once a certificate is replaced: hence `ignore`. */
const DAILY = {
  metrics: { m: acm('DaysToExpiry', 'Minimum') },
  label: 'Days until the certificate expires',
  unit: 'days',
  periodMinutes: 24 * 60,
  datapoints: [1, 1],
  is: '<=',
  missing: 'ignore',
  steps: ['Check the DNS records that validate it.', 'Import a new one if it was imported.'],
} as const;

export const CERTIFICATE_RULES = documentedBy<object>('acm/latest/userguide/cloudwatch-metrics.html', [
  {
    ...DAILY,
    id: 'CertificateExpiry',
    severity: Severity.P2,
    threshold: 30,
    why: 'ACM has not renewed the certificate.',
    source: 'ACM renews from day 60 on and warns at day 45: half of that time has passed without success.',
  },
  {
    ...DAILY,
    id: 'CertificateExpiresNow',
    severity: Severity.P1,
    threshold: 7,
    why: 'The certificate expires within a week: browsers will then refuse the portal.',
    source: 'Project default: leaves a working week to renew it.',
  },
]);
