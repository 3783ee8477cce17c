import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GROUP } from '../../lib/alarms/component-alarms';
import { Route } from '../../lib/alerting/route';
import {
  DATABASE_METRICS,
  defineMetrics,
  HEALTH_METRICS,
  PROCESSING_METRICS,
  partnerMetrics,
} from '../../lib/catalogue';
import { Unit } from '../../lib/catalogue/unit';
import { ALL_RULE_IDS } from '../../lib/rules/all-rules';
import { METRIC_RUNBOOKS, RULE_RUNBOOKS } from '../../lib/rules/runbooks/all-runbooks';
import { DECLARED_RUNBOOK, FAILING_RUNBOOK } from '../../lib/rules/runbooks/general';
import { PLAYBOOKS } from '../../lib/rules/runbooks/playbooks';
import type { Entry, Runbook } from '../../lib/rules/runbooks/runbook';
import { DECLARED, METRICS_WITH_ALARMS, runbookUrl } from '../../lib/runbook-url';
import { Vigil } from '../../lib/vigil';
import { documentedRows } from '../../tools/docs/alarms';
import { RUNBOOK_PAGES, runbookPages } from '../../tools/docs/runbooks';

const root = join(__dirname, '..', '..');
const rows = documentedRows();
const pages = runbookPages(rows);

/** The name of the page that a link of an alarm leads to. */
const pageOf = (ruleId: string): string => basename(runbookUrl(ruleId, undefined));

describe('every alarm has a runbook', () => {
  test('every rule, and no other', () => {
    expect(Object.keys(RULE_RUNBOOKS).sort()).toEqual([...ALL_RULE_IDS].sort());
  });

  test('every metric that comes with an alarm, and no other', () => {
    expect(Object.keys(METRIC_RUNBOOKS).sort()).toEqual([...METRICS_WITH_ALARMS].sort());
    expect(METRICS_WITH_ALARMS).toContain('ProbeUp');
    expect(METRICS_WITH_ALARMS).not.toContain('SyncDuration');
  });

  test('the runbooks of a table are beside it', () => {
    const folder = join(root, 'lib', 'rules', 'runbooks');
    const keysIn = (file: string): string[] =>
      Object.entries<object>(require(join(folder, file)))
        .filter(([name]) => name.endsWith('_RUNBOOKS'))
        .flatMap(([, runbooks]) => Object.keys(runbooks));
    const astray = readdirSync(join(root, 'lib', 'rules'))
      .filter((file) => file.endsWith('-rules.ts') && file !== 'all-rules.ts')
      .flatMap((file) => {
        const tables = Object.entries<readonly { readonly id: string }[]>(require(join(root, 'lib', 'rules', file)));
        const ids = tables
          .filter(([name]) => name.endsWith('_RULES'))
          .flatMap(([, table]) => table.map(({ id }) => id));
        // what takes requests, messages or events shares rules and their runbooks
        const beside = [...keysIn(file.replace('-rules.ts', '.ts')), ...keysIn('traffic.ts')];
        return ids.filter((id) => !beside.includes(id)).map((id) => `${file}: ${id}`);
      });

    expect(astray).toEqual([]);
  });

  test('playbooks are for alarms that there are', () => {
    const ids = [...ALL_RULE_IDS, ...METRICS_WITH_ALARMS];

    expect(PLAYBOOKS.map(({ page }) => page)).toEqual(['partner-api', 'queue', 'data-sync', 'performance']);
    expect(PLAYBOOKS.flatMap(({ alarms }) => alarms).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

const everyRunbook: readonly (readonly [string, Runbook])[] = [
  ...Object.entries(RULE_RUNBOOKS),
  ...Object.entries(METRIC_RUNBOOKS),
  [GROUP, FAILING_RUNBOOK],
  [DECLARED, DECLARED_RUNBOOK],
  ...PLAYBOOKS.map((playbook) => [playbook.title, playbook] as const),
];

const partsOf = ({ symptoms, investigation, resolution }: Runbook): Record<string, readonly Entry[]> => ({
  symptoms,
  investigation,
  ...resolution,
});
const textOf = (entry: Entry): string => (typeof entry === 'string' ? entry : entry.say);

describe('a runbook', () => {
  test('has symptoms, an investigation and a resolution in three parts', () => {
    const empty = everyRunbook.flatMap(([id, runbook]) =>
      Object.entries(partsOf(runbook))
        .filter(([, entries]) => entries.length === 0)
        .map(([part]) => `${id}: ${part}`),
    );

    expect(Object.keys(partsOf(FAILING_RUNBOOK))).toEqual(['symptoms', 'investigation', 'now', 'mend', 'prevent']);
    expect(empty).toEqual([]);
  });

  test('has something to say in each entry', () => {
    const texts = everyRunbook.flatMap(([, runbook]) => Object.values(partsOf(runbook)).flat().map(textOf));

    expect(texts.filter((text) => !/^\S.{8,}[.:?!`)\w/]$/.test(text))).toEqual([]);
  });

  test.each(everyRunbook)('says nothing twice: %s', (id, runbook) => {
    const steps = rows.filter(({ row }) => row.id === id).flatMap(({ row }) => row.steps);
    const told = [...new Set(steps), ...Object.values(partsOf(runbook)).flat().map(textOf)];

    expect(told.filter((text, index) => told.indexOf(text) !== index)).toEqual([]);
  });
});

describe('commands can be run', () => {
  const commands = everyRunbook.flatMap(([id, runbook]) =>
    Object.values(partsOf(runbook))
      .flat()
      .flatMap((entry) => {
        if (typeof entry === 'string') return [];
        return ('run' in entry ? entry.run : entry.query).split('\n');
      })
      .map((line): [string, string] => [id, line]),
  );
  /** What begins a line: a program, or a part of a query of Logs Insights. */
  const KNOWN = /^(aws [a-z0-9-]+ [a-z-]+( |$)|curl |dig |openssl |nc |(\| )?(fields|filter|sort|stats|limit) )/;

  test('they begin with something known', () => {
    expect(commands.length).toBeGreaterThan(100);
    expect(commands.filter(([, line]) => !KNOWN.test(line))).toEqual([]);
  });

  test('quotes are closed', () => {
    const open = (line: string): boolean => (line.match(/'/g)?.length ?? 0) % 2 === 1;

    expect(commands.filter(([, line]) => open(line))).toEqual([]);
  });

  test('nothing is destroyed', () => {
    expect(commands.filter(([, line]) => /purge|delete-(queue|table|db|stream|log-group|stack)/.test(line))).toEqual(
      [],
    );
  });
});

describe('the pages', () => {
  test('docs/runbooks is what the rules say; if not, run: npm run docs', () => {
    const committed = readdirSync(RUNBOOK_PAGES);

    expect(committed.sort()).toEqual([...pages.keys()].sort());
    for (const name of committed) expect(readFileSync(join(RUNBOOK_PAGES, name), 'utf8')).toBe(pages.get(name));
  });

  test('a page begins its investigation with the steps of the alarm', () => {
    for (const { row } of rows) {
      const [, investigation = ''] = pages.get(pageOf(row.id))?.split('## Investigation') ?? [];

      for (const step of row.steps) expect(investigation).toContain(step);
    }
    expect(pages.get('queuestuck.md')).toMatch(
      /## Investigation\n\n1\. Look for errors and throttles of the consumer\.\n/,
    );
  });

  test('a page tells severity, condition and source', () => {
    const page = pages.get('queueslow.md');

    expect(page).toMatch(/^\*\*P2\*\*: a ticket/m);
    expect(page).toMatch(
      /^\| SQS queue \| P2 \| on \| Age of the oldest message, where it is not so each day<br>.*3 of 96 × 15 min/m,
    );
    expect(page).toContain('Source: Measured. What drains within the time is healthy, and so is a batch of each day');
    expect(pages.get('healthstatus.md')).toMatch(
      /^\| HealthStatus \| P1 \| on \|.*\| 2 of 2 × 5 min \| > 1 \| ignore \|$/m,
    );
  });

  const documents = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file));

  test.each(['README.md', ...documents])('%s has no broken links', (file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? join(root, file) : join(root, dirname(file), path);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor);
      });

    expect(broken).toEqual([]);
  });

  /** As GitHub makes them of headings. */
  const anchorsIn = (text: string): string[] =>
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
});

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
    const stack = new Stack(new App(), 'Shop');
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
    expect(ids.map(pageOf).filter((page) => !pages.has(page))).toEqual([]);
  });

  test('leads to a page that there is, also from an alarm that somebody declared', () => {
    const links = linksWith();

    expect(links.length).toBeGreaterThan(METRICS_WITH_ALARMS.length);
    expect(links.filter((link) => !pages.has(basename(link)))).toEqual([]);
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

test('synthesis loads no runbook', () => {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']*)'/g)) {
      const target = join(dirname(file), path);
      const source = [`${target}.ts`, join(target, 'index.ts')].find((each) => existsSync(each));
      if (source !== undefined) visit(source);
    }
  };
  visit(join(root, 'lib', 'index.ts'));

  expect(loaded).toContain(join(root, 'lib', 'runbook-url.ts'));
  expect([...loaded].filter((file) => dirname(file).endsWith('runbooks'))).toEqual([]);
});
