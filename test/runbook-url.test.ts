import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Route } from '../lib/alerting/route';
import { DATABASE_METRICS, defineMetrics, HEALTH_METRICS, PROCESSING_METRICS, partnerMetrics } from '../lib/catalogue';
import { Unit } from '../lib/catalogue/unit';
import { GROUP } from '../lib/contracts/alarm-names';
import { ALL_RULE_IDS } from '../lib/resources/all';
import { METRICS_WITH_ALARMS, runbookUrl } from '../lib/runbook-url';
import { Vigil } from '../lib/vigil';
import { RUNBOOK_PAGES } from '../tools/docs/runbooks';
import { newApp } from './support/synth';

const pages = readdirSync(RUNBOOK_PAGES);

/** The name of the page that a link of an alarm leads to. */
const pageOf = (ruleId: string): string => basename(runbookUrl(ruleId, undefined));

describe('the link of an alarm', () => {
  const catalogue = defineMetrics({
    namespace: 'Shop',
    steps: ['Pay'],
    metrics: {
      ...partnerMetrics(['acme']),
      ...PROCESSING_METRICS,
      ...HEALTH_METRICS,
      ...DATABASE_METRICS,
      Refunds: { unit: Unit.COUNT, alarm: { above: 9, within: 'PT5M', severity: 'P2' } },
    },
  });

  function linksWith(runbookBaseUrl?: string): string[] {
    const stack = new Stack(newApp(), 'Shop');
    const routes = [Route.email('oncall@example.com')];
    new Vigil(stack, 'Vigil', { environment: 'prod', routes, runbookBaseUrl }).application(catalogue);
    const { Resources } = Template.fromStack(stack).toJSON();
    return Object.values<{ Properties?: { AlarmDescription?: unknown } }>(Resources).flatMap(({ Properties }) =>
      [...`${JSON.stringify(Properties?.AlarmDescription)}`.matchAll(/\[Runbook\]\(([^)]+)\)/g)].map(
        ([, link = '']) => link,
      ),
    );
  }

  test('leads to a page of Vigil, for every rule', () => {
    const ids = [...ALL_RULE_IDS, ...METRICS_WITH_ALARMS, GROUP];

    expect(ids.map(pageOf)).toEqual(ids.map((id) => `${id.toLowerCase()}.md`));
    expect(ids.map(pageOf).filter((page) => !pages.includes(page))).toEqual([]);
  });

  test('leads to a page that there is, also from an alarm that somebody declared', () => {
    const links = linksWith();

    expect(links.length).toBeGreaterThan(METRICS_WITH_ALARMS.length);
    expect(links.filter((link) => !pages.includes(basename(link)))).toEqual([]);
    // several alarms of a metric share its page; what only its owner knows has the common one
    expect(links.filter((link) => link.endsWith('/partnerapiduration.md'))).toHaveLength(2);
    expect(links.filter((link) => link.endsWith('/declared.md'))).toHaveLength(1);
  });

  test('leads to the pages of the user, by the id of the rule and nothing else', () => {
    const links = linksWith('https://wiki.example.com/');

    expect(links).toContain('https://wiki.example.com/partnerapidurationp1');
    expect(links).toContain('https://wiki.example.com/refunds');
    expect(links).toContain('https://wiki.example.com/stepfailing');
  });
});
