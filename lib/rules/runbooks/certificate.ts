import type { Entry, Runbooks } from './runbook';

const RENEWAL: Entry = {
  say: 'Who renews it, does ACM try, and what keeps it? (For CloudFront, the certificate is in us-east-1.)',
  run: "aws acm describe-certificate --region REGION --certificate-arn ARN --query 'Certificate.{Type:Type,Status:Status,NotAfter:NotAfter,InUseBy:InUseBy,Eligible:RenewalEligibility,Renewal:RenewalSummary,Validation:DomainValidationOptions}'",
};
const VALIDATION: Entry = {
  say: 'Validated by DNS: does each record of `DomainValidationOptions` still resolve, publicly? Does CAA admit Amazon?',
  run: 'dig +short CNAME RECORD_NAME\ndig +short CAA DOMAIN',
};
const IMPORT: Entry = {
  say: 'Imported: ACM never renews it. Import the new one over the same ARN; all that use it follow.',
  run: 'aws acm import-certificate --region REGION --certificate-arn ARN --certificate fileb://cert.pem --private-key fileb://key.pem --certificate-chain fileb://chain.pem',
};
const BY_MAIL: Entry = {
  say: 'Validated by e-mail: somebody has to click. Send the mail again, to an address that is read.',
  run: 'aws acm resend-validation-email --region REGION --certificate-arn ARN --domain DOMAIN --validation-domain DOMAIN',
};
const USED: string =
  'ACM renews only what is in use (`InUseBy`). Not in use: the alarm is about a leftover; delete the certificate.';

export const CERTIFICATE_RUNBOOKS: Runbooks = {
  CertificateExpiry: {
    symptoms: ['Users see nothing yet. 30 days are left, and the automatic renewal has not succeeded.'],
    investigation: [
      RENEWAL,
      USED,
      VALIDATION,
      'AWS Health and the mailbox of the account have ACM messages with the reason.',
    ],
    resolution: {
      now: [
        'Put the validation records back exactly as ACM names them. It tries again by itself within hours.',
        BY_MAIL,
        IMPORT,
      ],
      mend: ['Move from e-mail or import to a certificate that ACM issues and validates by DNS.'],
      prevent: [
        'Keep the validation records in the stack that owns the zone.',
        'See that the alarm returns to OK: data comes once a day.',
      ],
    },
  },
  CertificateExpiresNow: {
    symptoms: [
      'At most 7 days are left. Afterwards every browser and client refuses the connection: full outage.',
      'CertificateExpiry has been in ALARM for three weeks.',
    ],
    investigation: [
      RENEWAL,
      {
        say: 'Is it this one that is served?',
        run: 'openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -enddate -serial',
      },
      USED,
      VALIDATION,
    ],
    resolution: {
      now: [
        {
          say: 'Do not wait for the renewal: request a new one, validate it by DNS (minutes), and put it on the distribution or listener.',
          run: 'aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS',
        },
        IMPORT,
        BY_MAIL,
      ],
      mend: ['Find out why three weeks of CertificateExpiry moved nobody: route, owner or rota.'],
      prevent: ['DNS validation in the stack that owns the zone; no imported certificates without a renewal job.'],
    },
  },
};
