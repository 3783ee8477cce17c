import { GROUP } from '../../lib/contracts/alarm-names';
import { ALL_RULE_IDS } from '../../lib/resources/all';
import { DECLARED, METRICS_WITH_ALARMS } from '../../lib/runbook-url';
import { documentedRows } from '../../tools/docs/appearances';
import { fill, generatedIn } from '../../tools/docs/generated';
import { mistakesIn, pagesIn, playbooksIn, RUNBOOK_PAGES, runbookPages } from '../../tools/docs/runbooks';

const rows = documentedRows();
const committed = pagesIn(RUNBOOK_PAGES);
const generated = runbookPages(rows);
const playbooks = playbooksIn(committed);
const pageOf = (id: string): string => committed.get(`${id.toLowerCase()}.md`) ?? '';

test('the generated sections of docs/runbooks are those of the rules; if not, run: npm run docs', () => {
  for (const [file, page] of generated) expect(committed.get(file)).toBe(page);
});

describe('every alarm has a runbook', () => {
  test('each rule and each metric that comes with alarms, and nothing else', () => {
    expect(mistakesIn(committed)).toEqual([]);
    expect(METRICS_WITH_ALARMS).toContain('ProbeUp');
    expect(METRICS_WITH_ALARMS).not.toContain('SyncDuration');
  });

  test('a missing page, an unused page and a wrong title are each named', () => {
    // GIVEN
    const pages = new Map(committed);
    pages.delete('queuestuck.md');
    pages.set('queuestick.md', '# QueueStick\n');
    pages.set('queueslow.md', '# Slow queues\n');

    // THEN
    expect(mistakesIn(pages)).toEqual([
      "docs/runbooks/queuestuck.md is missing: write the runbook of 'QueueStuck', beginning with '# QueueStuck'.",
      'docs/runbooks/queuestick.md is of no rule, metric or playbook: delete it, or correct its name.',
      "docs/runbooks/queueslow.md has to begin with '# QueueSlow'.",
    ]);
    expect(() => runbookPages(rows, pages)).toThrow('docs/runbooks/queuestuck.md is missing');
  });

  test('playbooks list alarms that exist', () => {
    const ids = [...ALL_RULE_IDS, ...METRICS_WITH_ALARMS];

    expect(playbooks.map(({ title }) => title)).toContain('Queue processing');
    expect(playbooks.flatMap(({ alarms }) => alarms).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

const ofAlarms: readonly string[] = [...ALL_RULE_IDS, ...METRICS_WITH_ALARMS];
const everyRunbook = [
  ...[...ofAlarms, GROUP, DECLARED].map((id): [string, string] => [id, pageOf(id)]),
  ...playbooks.map(({ file }): [string, string] => [file, committed.get(file) as string]),
];

describe('a runbook', () => {
  const PARTS = ['Symptoms', 'Investigation', 'Resolution'];
  const PARTS_OF_ALARMS = ['Symptoms', 'First steps', 'Investigation', 'Resolution', 'Condition'];
  const RESOLUTION = ['**Now**, to stop the harm:', '**Then**, to fix the cause:', '**To prevent it**:'];

  test.each(everyRunbook)('has its parts, and something in each: %s', (id, page) => {
    const [, ...parts] = page.split(/^## /m);
    const resolution = parts.find((part) => part.startsWith('Resolution')) ?? '';

    expect(parts.map((part) => part.split('\n')[0])).toEqual(ofAlarms.includes(id) ? PARTS_OF_ALARMS : PARTS);
    expect(resolution.match(/^\*\*.*/gm)).toEqual(RESOLUTION);
    for (const part of [...parts, ...resolution.split(/^\*\*.*/m).slice(1)]) {
      expect(part).toMatch(/^(- |\d+\. |\|)\S.*/m);
    }
  });

  test.each(everyRunbook)('has its generated sections: %s', (id, page) => {
    const sections = generatedIn(page).filter((name) => ['summary', 'first-steps', 'condition'].includes(name));

    expect(sections).toEqual(ofAlarms.includes(id) ? ['summary', 'first-steps', 'condition'] : []);
  });

  test.each(everyRunbook)('says nothing twice: %s', (_id, page) => {
    const [said = ''] = page.split('## Condition');
    const entries = said.split('\n').flatMap((line) => /^(?:- |\d+\. | +)(\w.{20,})$/.exec(line)?.[1] ?? []);

    expect(entries.filter((text, index) => entries.indexOf(text) !== index)).toEqual([]);
  });

  test('shows severity, condition and source of its rule', () => {
    expect(pageOf('QueueSlow')).toMatch(/^\*\*P2\*\*: opens a ticket, respond within 4 hours\.$/m);
    expect(pageOf('QueueSlow')).toMatch(/^Source: Project default: what drains within an hour and a half/m);
    expect(pageOf('QueueStuck')).toMatch(/^1\. Look for errors and throttles of the consumer\.$/m);
    expect(pageOf('HealthStatus')).toMatch(/^\*\*P1\*\*: pages, respond within an hour\.$/m);
  });
});

describe('commands can be run', () => {
  const commands = everyRunbook.flatMap(([id, page]) =>
    [...page.matchAll(/^( *)```(?:sh)?\n([\s\S]*?)^ *```$/gm)].flatMap(([, indent = '', code = '']) =>
      code
        .trimEnd()
        .split('\n')
        .map((line): [string, string] => [id, line.slice(indent.length)]),
    ),
  );
  /** What begins a line: a program, or a part of a query of Logs Insights. */
  const KNOWN =
    /^(aws [a-z0-9-]+ [a-z-]+( |$)|npx vigil |curl |dig |openssl |nc |(\| )?(fields|filter|sort|stats|limit) )/;

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

describe('a generated section', () => {
  const PAGE = ['# Page', '', '<!-- generated: list -->', 'old', '<!-- end -->', '', 'by hand', ''].join('\n');

  test('is written anew, and what is around it stays', () => {
    expect(fill('page.md', PAGE, new Map([['list', '- a\n- b\n']]))).toBe(PAGE.replace('old', '- a\n- b'));
  });

  test('in an item of a list is as deep as the item', () => {
    const page = '1. <!-- generated: step -->\n   <!-- end -->\n';

    expect(fill('page.md', page, new Map([['step', 'Run:\n\n    ls']]))).toBe(
      '1. <!-- generated: step -->\n   Run:\n\n       ls\n   <!-- end -->\n',
    );
  });

  test('that nobody knows, or without an end, is an error with the name of the file', () => {
    expect(() => fill('page.md', PAGE, new Map([['other', '']]))).toThrow(
      "page.md: no generated section is named 'list'. There are: other.",
    );
    expect(() => fill('page.md', '<!-- generated: list -->\n', new Map([['list', '']]))).toThrow(
      /^page\.md: .*<!-- end -->/,
    );
  });
});
