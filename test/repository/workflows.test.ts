import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const folder = '.github/workflows';
const files = readdirSync(join(root, folder));
const workflow = (file: string): Workflow => parse(read(join(folder, file)), { strict: true, uniqueKeys: true });
const gate = workflow('gate.yml');
const release = workflow('release.yml');

describe.each(files)('%s', (file) => {
  const { permissions, jobs } = workflow(file);

  test('may only read, where a job does not ask for more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  test('every job ends by itself', () => {
    const endless = Object.entries(jobs).filter(
      ([, job]) => job.uses === undefined && job['timeout-minutes'] === undefined,
    );
    expect(endless.map(([name]) => name)).toEqual([]);
  });

  test('runs actions of one commit, with the version beside it', () => {
    const used = [...read(join(folder, file)).matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used)
      expect(action).toMatch(/^(\.\/\.github\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test('leaves no token of the checkout to what runs after it', () => {
    const checkouts = Object.values(jobs)
      .flatMap(({ steps = [] }) => steps)
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });
});

test('the gate runs on each push to main and on each pull request, with the command that CONTRIBUTING names', () => {
  expect(gate.on['push']).toEqual({ branches: ['main'] });
  expect(gate.on).toHaveProperty('pull_request');
  const commands = gate.jobs['gate']?.steps?.flatMap(({ run = [] }) => run) ?? [];
  expect(commands.at(-1)).toBe('bash .ci/run');
  expect(commands).toContain('python3 -m pip install -r .ci/requirements.txt');
  for (const command of commands) expect(read('CONTRIBUTING.md')).toContain(command);
});

test('the gate runs on the oldest Node that the package supports', () => {
  const [node] = gate.jobs['gate']?.steps?.filter(({ uses = '' }) => uses.startsWith('actions/setup-node@')) ?? [];
  const { engines } = JSON.parse(read('package.json'));
  expect(engines.node).toMatch(new RegExp(`^>=${node?.with?.['node-version']}\\.`));
});

test('a tag releases, after the gate, and only the job that publishes may prove who it is', () => {
  expect(release.on).toEqual({ push: { tags: ['v*'] } });
  const { version, gate: gated, publish, notes } = release.jobs;
  expect([gated?.needs, publish?.needs, notes?.needs]).toEqual(['version', 'gate', 'publish']);
  expect(gated?.uses).toBe('./.github/workflows/gate.yml');
  expect(Object.entries(release.jobs).map(([name, { permissions }]) => [name, permissions])).toEqual([
    ['version', undefined],
    ['gate', undefined],
    ['publish', { contents: 'read', 'id-token': 'write' }],
    ['notes', { contents: 'write' }],
  ]);
  expect(version?.steps?.at(-1)?.run).toBe('node tools/check/release.mjs "$GITHUB_REF_NAME"');
  expect(publish?.steps?.at(-1)?.run).toMatch(/^npm publish --provenance /);
});

test('updates come for everything that is pinned, grouped', () => {
  const { version, updates } = parse(read('.github/dependabot.yml'));
  expect(version).toBe(2);
  const ecosystems = updates.map((update: Record<string, string>) => [
    update['package-ecosystem'],
    update['directory'],
  ]);
  expect(ecosystems).toEqual([
    ['npm', '/'],
    ['github-actions', '/'],
    ['pip', '/.ci'],
  ]);
  for (const { groups } of updates) expect(Object.keys(groups).length).toBeGreaterThan(0);
});

test.each(readdirSync(join(root, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml'))(
  'the form %s has what GitHub asks of it',
  (file) => {
    const { name, description, body } = parse(read(join('.github/ISSUE_TEMPLATE', file)));
    expect([typeof name, typeof description]).toEqual(['string', 'string']);
    const ids = body.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, attributes } of body) {
      expect(['input', 'textarea', 'dropdown', 'markdown', 'checkboxes']).toContain(type);
      expect(typeof attributes.label).toBe('string');
    }
  },
);

test('all addresses of the repository are those of package.json', () => {
  const { homepage } = JSON.parse(read('package.json'));
  const community = ['SECURITY.md', 'CODE_OF_CONDUCT.md', 'CONTRIBUTING.md', '.github/ISSUE_TEMPLATE/config.yml'];
  const addresses = community.flatMap((file) => read(file).match(/https:\/\/github\.com\/[\w-]+\/[\w-]+/g) ?? []);
  expect([...new Set(addresses)]).toEqual([homepage]);
});
