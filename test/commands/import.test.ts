import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHealthChecks } from '../../lib/probes/read-health-checks';
import { folderWith } from '../rehearsal/templates';
import { runIn } from './terminal';

const importing = async (yaml: string) => {
  const folder = folderWith({ 'config.yaml': yaml });
  const { exitCode, stdout, stderr } = await runIn(folder, ['import', 'gatus', 'config.yaml']);
  return { exitCode, stderr, services: exitCode === 0 ? JSON.parse(stdout).services : [], stdout };
};

/** Endpoints in the manner of public configurations of Gatus, and the services that they become. */
const ENDPOINTS: readonly (readonly [yaml: string, service: object])[] = [
  [
    '{ name: site, url: "https://a.test", conditions: ["[STATUS] == 200"] }',
    { name: 'site', url: 'https://a.test', conditions: ['[STATUS] == 200'] },
  ],
  [
    '{ name: site, group: core, url: "https://a.test", conditions: ["[STATUS] < 300"] }',
    { name: 'core/site', url: 'https://a.test', tags: ['core'], conditions: ['[STATUS] < 300'] },
  ],
  [
    '{ name: site, url: "https://a.test", interval: 5m, conditions: ["[STATUS] == any(200, 429)"] }',
    { name: 'site', url: 'https://a.test', interval: 300, conditions: ['[STATUS] == any(200, 429)'] },
  ],
  [
    '{ name: api, url: "https://a.test", method: put, body: "x", conditions: ["[BODY].data[0].id == 1"] }',
    { name: 'api', url: 'https://a.test', http_method: 'PUT', payload: 'x', conditions: ['[BODY].data[0].id == 1'] },
  ],
  [
    '{ name: q, url: "https://a.test", method: POST, graphql: true, body: "{ me { id } }", conditions: ["len([BODY].data) < 5"] }',
    {
      name: 'q',
      url: 'https://a.test',
      http_method: 'POST',
      payload: { query: '{ me { id } }' },
      conditions: ['len([BODY].data) < 5'],
    },
  ],
  [
    '{ name: h, url: "https://a.test", headers: { accept: text/html }, conditions: ["[BODY] == pat(*<h1>*)"] }',
    { name: 'h', url: 'https://a.test', headers: { accept: 'text/html' }, conditions: ['[BODY] == pat(*<h1>*)'] },
  ],
  [
    '{ name: r, url: "https://a.test", client: { ignore-redirect: true, timeout: 5s }, conditions: ["[STATUS] == 301"] }',
    { name: 'r', url: 'https://a.test', redirects: 0, timeout: 5000, conditions: ['[STATUS] == 301'] },
  ],
  [
    '{ name: c, url: "https://a.test", conditions: ["[CERTIFICATE_EXPIRATION] > 48h", "[DOMAIN_EXPIRATION] > 720h"] }',
    { name: 'c', url: 'https://a.test', conditions: ['[CERTIFICATE_EXPIRATION] > 48h', '[DOMAIN_EXPIRATION] > 720h'] },
  ],
  [
    '{ name: l, url: "https://a.test", conditions: ["[RESPONSE_TIME] < 300"], alerts: [{ type: slack, failure-threshold: 2 }] }',
    { name: 'l', url: 'https://a.test', conditions: ['[RESPONSE_TIME] < 300'], consecutive_failures: 2 },
  ],
  [
    '{ name: m, url: "https://a.test", conditions: ["has([BODY].errors) == false"], alerts: [{ type: email, minimum-reminder-interval: 6h }] }',
    { name: 'm', url: 'https://a.test', conditions: ['has([BODY].errors) == false'], reminder: 21_600 },
  ],
  [
    '{ name: redis, url: "tcp://a.test:6379", conditions: ["[CONNECTED] == true"] }',
    { name: 'redis', url: 'tcp://a.test:6379', conditions: ['[CONNECTED] == true'] },
  ],
  [
    '{ name: ldaps, url: "tls://a.test:636", conditions: ["[CERTIFICATE_EXPIRATION] > 48h"] }',
    { name: 'ldaps', url: 'tls://a.test:636', conditions: ['[CERTIFICATE_EXPIRATION] > 48h'] },
  ],
  [
    '{ name: dns, url: 8.8.8.8, dns: { query-name: a.test, query-type: MX }, conditions: ["[DNS_RCODE] == NOERROR"] }',
    { name: 'dns', url: 'dns://8.8.8.8/a.test?type=MX', conditions: ['[DNS_RCODE] == NOERROR'] },
  ],
  [
    '{ name: ip, url: "https://a.test", conditions: ["[IP] == pat(192.168.*)"] }',
    { name: 'ip', url: 'https://a.test', conditions: ['[IP] == pat(192.168.*)'] },
  ],
  [
    '{ name: eq, url: "https://a.test", conditions: ["[BODY].age == [BODY].id"] }',
    { name: 'eq', url: 'https://a.test', conditions: ['[BODY].age == [BODY].id'] },
  ],
  [
    '{ name: up, url: "https://a.test", conditions: ["[BODY].status == UP"] }',
    { name: 'up', url: 'https://a.test', conditions: ['[BODY].status == UP'] },
  ],
];

test.each(ENDPOINTS)('%s', async (yaml, service) => {
  const { services, stderr, stdout } = await importing(`endpoints:\n  - ${yaml}\n`);

  expect({ services, stderr }).toEqual({ services: [service], stderr: '' });
  expect(readHealthChecks(stdout, 'checks.json').mistakes).toEqual([]);
});

test('what cannot be imported, or is changed, is said with its line', async () => {
  const { services, stderr } = await importing(`
alerting: { slack: { webhook-url: "https://hooks.slack.test/x" } }
web: { port: 8080 }
endpoints:
  - { name: ping, url: "icmp://a.test", conditions: ["[CONNECTED] == true"] }
  - { name: off, enabled: false, url: "https://a.test", conditions: ["[STATUS] == 200"] }
  - name: api
    url: "https://a.test"
    interval: 30s
    ui: { hide-url: true }
    client: { insecure: true, timeout: 5s }
    headers: { Authorization: "Bearer \${TOKEN}" }
    conditions:
      - "[STATUS] == 200"
      - "[STATSU] == 200"
external-endpoints:
  - { name: backup, token: potato, heartbeat: { interval: 30m } }
`);

  expect(services).toEqual([
    {
      name: 'api',
      url: 'https://a.test',
      headers: { Authorization: { secret: 'gatus/api/authorization', prefix: 'Bearer ' } },
      conditions: ['[STATUS] == 200'],
      timeout: 5000,
    },
    { name: 'backup', max_age: 1800 },
  ]);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'config.yaml:2:11 alerting: is left out: alerts go to the routes of Vigil.',
    'config.yaml:3:6 web: has no counterpart, and is left out.',
    'config.yaml:5:24 endpoints[0].url: is left out: checks are of HTTP, TCP, TLS and DNS only.',
    'config.yaml:6:5 endpoints[1]: is left out: it is disabled.',
    'config.yaml:9:15 endpoints[2].interval: is 60 s instead of 30 s: checks run at whole minutes.',
    'config.yaml:10:9 endpoints[2].ui: is left out: it has no counterpart.',
    'config.yaml:11:25 endpoints[2].client.insecure: is left out: certificates are always checked.',
    'config.yaml:12:31 endpoints[2].headers.Authorization: is a secret now: store its value in AWS Secrets Manager as gatus/api/authorization.',
    'config.yaml:15:9 endpoints[2].conditions[1]: is left out: there is no placeholder [STATSU]. Did you mean [STATUS]?',
    'config.yaml:17:5 external-endpoints[0]: is a heartbeat: what pushes to Gatus has to call its URL of Vigil instead.',
  ]);
});

test('a suite becomes steps', async () => {
  const { services, stderr } = await importing(`
suites:
  - name: items
    group: api
    interval: 5m
    timeout: 30s
    context: { price: "19.99" }
    endpoints:
      - name: create
        url: https://a.test/items
        method: POST
        body: '{"price": "[CONTEXT].price"}'
        conditions: ["[STATUS] == 201", "[BODY].price == [CONTEXT].price"]
        store: { itemId: "[BODY].id" }
      - name: delete
        url: https://a.test/items/[CONTEXT].itemId
        method: DELETE
        always-run: true
        conditions: ["[STATUS] == 204"]
`);

  expect(stderr).toBe('');
  expect(services).toEqual([
    {
      name: 'api/items',
      tags: ['api'],
      interval: 300,
      timeout: 30_000,
      steps: [
        {
          name: 'create',
          url: 'https://a.test/items',
          http_method: 'POST',
          payload: '{"price": "19.99"}',
          conditions: ['[STATUS] == 201', '[BODY].price == 19.99'],
          store: { itemId: '[BODY].id' },
        },
        {
          name: 'delete',
          url: 'https://a.test/items/[CONTEXT].itemId',
          http_method: 'DELETE',
          conditions: ['[STATUS] == 204'],
          always_run: true,
        },
      ],
    },
  ]);
});

test('--output writes a file, which replaces none', async () => {
  const folder = folderWith({ 'config.yaml': `endpoints:\n  - ${ENDPOINTS[0]?.[0]}\n` });
  const words = ['import', 'gatus', 'config.yaml', '--output', 'checks.json'];

  expect(await runIn(folder, words)).toMatchObject({ exitCode: 0, stdout: '' });
  expect(readHealthChecks(readFileSync(join(folder, 'checks.json'), 'utf8'), '').checks).toHaveLength(1);
  expect((await runIn(folder, words)).exitCode).toBe(2);
});

test.each([
  ['a: [', 'config.yaml is no configuration of Gatus: '],
  [
    'services: []',
    'config.yaml is no configuration of Gatus: it has no "endpoints", "suites" or "external-endpoints".',
  ],
  [
    'endpoints: [7]',
    'config.yaml is no configuration of Gatus: "endpoints", "suites" and "external-endpoints" are lists of objects.',
  ],
  [
    'endpoints: [{ name: 1, url: 5, client:, method: 7, alerts: x, dns: y, headers: 3, conditions: z }]',
    'nothing of config.yaml can be imported.',
  ],
])('%s ends with 2', async (yaml, message) => {
  const { exitCode, stderr } = await importing(yaml);

  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${message}`);
  expect(stderr).not.toContain('internal error');
});
