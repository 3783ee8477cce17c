import type { Runbooks } from './runbook';
import { AWS_HEALTH, CHANGED_BY_HAND, WHAT_CHANGED } from './shared';

export const NO_TRAFFIC_RUNBOOKS: Runbooks = {
  NoTraffic: {
    symptoms: [
      'Not one request for 12 minutes, where 22 of the last 24 hours had 60 or more.',
      'No errors anywhere: what does not arrive cannot fail. Other alarms stay silent.',
      'All components of the stack quiet at once: DNS, certificate or network. One only: what is in front of it.',
    ],
    investigation: [
      {
        say: 'From a machine outside of AWS: does the name resolve, is the certificate valid, does it answer?',
        run: "dig +short HOST\ncurl -sv -o /dev/null -w '%{http_code} %{time_total}s\\n' https://HOST/PATH",
      },
      {
        say: 'When does the certificate that is served end?',
        run: 'openssl s_client -connect HOST:443 -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -dates -subject',
      },
      'It answers you, but the graph stays at zero: you reach another place. Compare the DNS answer with the domain of the API or the balancer.',
      'Route 53: the record, its health check, the delegation of the zone, the expiry of the domain itself.',
      'What stands in front: CloudFront origin, WAF (blocked requests), custom domain mapping, security groups and listeners of a balancer.',
      'Do the callers run? A scheduled client that has stopped is silence too.',
      WHAT_CHANGED,
      CHANGED_BY_HAND,
      AWS_HEALTH,
    ],
    resolution: {
      now: [
        'Undo the last change to DNS, mapping, WAF or security group.',
        'Certificate expired: see CertificateExpiresNow.',
        'Domain expired: renew it with the registrar now; name servers take up to a day to follow.',
      ],
      mend: ['Put the changed record or rule into the stack, so that nobody edits it by hand.'],
      prevent: [
        'A health check that calls from outside every few minutes.',
        'Automatic renewal of the domain, paid by a card that lives.',
      ],
    },
  },
};
