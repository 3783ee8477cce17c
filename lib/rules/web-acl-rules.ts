import { Severity } from '../contracts/severity';
import { percentBad } from './expressions';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const waf = metricsOf('AWS/WAFV2');

export const WEB_ACL_RULES = documentedBy<object>('waf/latest/developerguide/waf-metrics.html', [
  {
    id: 'RequestsBlocked',
    severity: Severity.P2,
    metrics: { bad: waf('BlockedRequests', 'Sum'), allowed: waf('AllowedRequests', 'Sum') },
    expression: percentBad(1000, '(bad + allowed)'),
    label: 'Blocked requests',
    unit: 'percent',
    periodMinutes: 15,
    datapoints: [2, 2],
    is: '>=',
    threshold: 50,
    why: 'Half of the requests are blocked: an attack, or a rule that hits users.',
    steps: [
      'Look which rule blocks them, and from which addresses.',
      'Switch a new rule to count until it is understood.',
    ],
    source: 'Project default: half of all, and a thousand or more, twice in a row. Scanners stay below.',
  },
]);
