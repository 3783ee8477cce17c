import { type Facts, holds } from '../../../lib/probes/conditions/evaluate';
import { parseCondition } from '../../../lib/probes/conditions/parse';
import { importGatus } from '../../../lib/probes/gatus/import-gatus';
import { readHealthChecks } from '../../../lib/probes/read-health-checks';

const HOUR = 3_600_000;
const json = (value: unknown) => ({ body: JSON.stringify(value) });

interface Configuration {
  readonly title: string;
  readonly yaml: string;
  /** What each service, or each step, answers where Gatus shows it green, and where it shows it red; all conditions hold or not. */
  readonly answers: Readonly<Record<string, readonly [green: Partial<Facts>, red: Partial<Facts>]>>;
  /** What is left out or changed, as paths. */
  readonly remarks?: readonly string[];
}

interface Judged {
  readonly name: string;
  readonly conditions: readonly string[];
}

/** Whole configurations in the manner of public ones. */
const CONFIGURATIONS: readonly Configuration[] = [
  {
    title: 'a web site',
    yaml: `
endpoints:
  - name: website
    url: "https://www.example.org/health"
    interval: 5m
    conditions:
      - "[STATUS] == 200"
      - "[BODY].status == UP"
      - "[RESPONSE_TIME] < 300"
`,
    answers: { website: [json({ status: 'UP' }), { ...json({ status: 'UP' }), responseTimeMs: 301 }] },
  },
  {
    title: 'a page with a heading',
    yaml: `
endpoints:
  - { name: home, group: public, url: "https://www.example.org/", conditions: ["[STATUS] == 200", "[BODY] == pat(*<h1>Welcome</h1>*)"] }
`,
    answers: {
      'public/home': [{ body: '<html><h1>Welcome</h1></html>' }, { body: '<html><h1>Maintenance</h1></html>' }],
    },
  },
  {
    title: 'alerts to Slack, with a default',
    yaml: `
alerting:
  slack:
    webhook-url: "\${SLACK_WEBHOOK}"
    default-alert: { failure-threshold: 5, send-on-resolved: true }
endpoints:
  - name: api
    url: "https://api.example.org/v1/ping"
    alerts: [{ type: slack, failure-threshold: 2, description: "the API is down" }]
    conditions: ["[STATUS] < 300"]
`,
    answers: { api: [{ status: 204 }, { status: 301 }] },
    remarks: ['alerting'],
  },
  {
    title: 'anchors that keep it small',
    yaml: `
default-endpoint: &defaults
  group: core
  interval: 10m
  client: { timeout: 10s }
  conditions: ["[STATUS] == 200"]
endpoints:
  - { name: a, <<: *defaults, url: "https://a.example.org" }
  - { name: b, <<: *defaults, url: "https://b.example.org" }
`,
    answers: { 'core/a': [{ status: 200 }, { status: 201 }], 'core/b': [{ status: 200 }, { status: 500 }] },
    remarks: ['default-endpoint'],
  },
  {
    title: 'certificates and domains',
    yaml: `
endpoints:
  - name: blog
    url: "https://blog.example.org"
    interval: 1h
    conditions: ["[STATUS] == 200", "[CERTIFICATE_EXPIRATION] > 240h", "[DOMAIN_EXPIRATION] > 720h"]
`,
    answers: {
      blog: [
        { certificateMs: 241 * HOUR, domainMs: 4000 * HOUR },
        { certificateMs: 241 * HOUR, domainMs: 24 * HOUR },
      ],
    },
  },
  {
    title: 'databases by TCP',
    yaml: `
endpoints:
  - { name: redis, url: "tcp://redis.example.org:6379", conditions: ["[CONNECTED] == true"] }
  - { name: postgres, url: "tcp://db.example.org:5432", conditions: ["[CONNECTED] == true", "[RESPONSE_TIME] < 100"] }
`,
    answers: {
      redis: [{ isConnected: true }, { isConnected: false }],
      postgres: [{ responseTimeMs: 99 }, { responseTimeMs: 100 }],
    },
  },
  {
    title: 'a mail server by TLS and STARTTLS',
    yaml: `
endpoints:
  - { name: imaps, url: "tls://mail.example.org:993", conditions: ["[CONNECTED] == true", "[CERTIFICATE_EXPIRATION] > 48h"] }
  - { name: smtp, url: "starttls://mail.example.org:587", conditions: ["[CONNECTED] == true"] }
`,
    answers: { imaps: [{ certificateMs: 49 * HOUR }, { certificateMs: 48 * HOUR }] },
    remarks: ['endpoints[1].url'],
  },
  {
    title: 'name servers',
    yaml: `
endpoints:
  - name: dns
    url: "8.8.8.8"
    dns: { query-name: "example.org", query-type: "A" }
    conditions: ["[BODY] == 93.184.215.14", "[DNS_RCODE] == NOERROR"]
  - name: mx
    url: "1.1.1.1"
    dns: { query-name: "example.org.", query-type: "MX" }
    conditions: ["len([BODY]) > 0", "[DNS_RCODE] == any(NOERROR)"]
`,
    answers: {
      dns: [
        { body: '93.184.215.14', responseCode: 'NOERROR' },
        { body: '', responseCode: 'NXDOMAIN' },
      ],
      mx: [
        { body: '10 mail.example.org', responseCode: 'NOERROR' },
        { body: '', responseCode: 'SERVFAIL' },
      ],
    },
  },
  {
    title: 'GraphQL',
    yaml: `
endpoints:
  - name: users
    url: "https://graphql.example.org/query"
    method: POST
    graphql: true
    body: "{ users(gender: \\"female\\") { id name } }"
    conditions: ["[STATUS] == 200", "[BODY].data.users[0].gender == female", "has([BODY].errors) == false"]
`,
    answers: {
      users: [
        json({ data: { users: [{ gender: 'female' }] } }),
        json({ data: { users: [{ gender: 'female' }] }, errors: [] }),
      ],
    },
  },
  {
    title: 'a shop: lists and prices',
    yaml: `
endpoints:
  - name: products
    url: "https://shop.example.org/products"
    conditions: ["[STATUS] == 200", "len([BODY].items) > 0", "len([BODY].items) <= 100", "[BODY].items[0].stock > 0"]
`,
    answers: { products: [json({ items: [{ stock: 3 }] }), json({ items: [] })] },
  },
  {
    title: 'an API with a token',
    yaml: `
endpoints:
  - name: account
    url: "https://api.example.org/me"
    headers: { Authorization: "Bearer \${API_TOKEN}", Accept: "application/json" }
    conditions: ["[STATUS] == 200", "[BODY].user.name == pat(svc-*)", "len([BODY].user.name) == 8"]
`,
    answers: {
      account: [json({ user: { name: 'svc-ping' } }), json({ user: { name: 'svc-health' } })],
    },
    remarks: ['endpoints[0].headers.Authorization'],
  },
  {
    title: 'redirects that have to be there',
    yaml: `
endpoints:
  - name: to https
    url: "http://example.org"
    client: { ignore-redirect: true }
    conditions: ["[STATUS] == any(301, 308)"]
`,
    answers: { 'to https': [{ status: 308 }, { status: 302 }] },
  },
  {
    title: 'services of a home network',
    yaml: `
web: { port: 8081 }
ui: { title: "Home" }
storage: { type: sqlite, path: /data/data.db }
endpoints:
  - { name: router, group: lan, url: "http://router.lan/", interval: 30s, conditions: ["[IP] == pat(192.168.*)", "[STATUS] == 200"] }
  - { name: nas, group: lan, url: "icmp://nas.lan", conditions: ["[CONNECTED] == true"] }
`,
    answers: { 'lan/router': [{ address: '192.168.1.1' }, { address: '10.0.0.1' }] },
    remarks: ['web', 'ui', 'storage', 'endpoints[0].interval', 'endpoints[1].url'],
  },
  {
    title: 'Kubernetes probes',
    yaml: `
metrics: true
concurrency: 5
endpoints:
  - { name: live, group: cluster, url: "https://k8s.example.org/livez", conditions: ["[BODY] == ok"], client: { insecure: true } }
  - { name: ready, group: cluster, url: "https://k8s.example.org/readyz", conditions: ["[BODY] == ok", "[STATUS] == 200"] }
`,
    answers: {
      'cluster/live': [{ body: 'ok' }, { body: 'failed' }],
      'cluster/ready': [{ body: 'ok' }, { body: 'ok', status: 500 }],
    },
    remarks: ['metrics', 'concurrency', 'endpoints[0].client.insecure'],
  },
  {
    title: 'something that has to be forbidden',
    yaml: `
endpoints:
  - { name: admin, url: "https://example.org/admin", conditions: ["[STATUS] == any(401, 403)", "[BODY] != pat(*password*)"] }
`,
    answers: {
      admin: [
        { status: 403, body: 'no' },
        { status: 200, body: 'no' },
      ],
    },
  },
  {
    title: 'versions that have to agree',
    yaml: `
endpoints:
  - { name: release, url: "https://example.org/version", conditions: ["[BODY].deployed == [BODY].wanted", "[BODY].queue.depth < 1000"] }
`,
    answers: {
      release: [
        json({ deployed: '1.4.2', wanted: '1.4.2', queue: { depth: 0 } }),
        json({ deployed: '1.4.1', wanted: '1.4.2', queue: { depth: 0 } }),
      ],
    },
  },
  {
    title: 'a port that has to be closed',
    yaml: `
endpoints:
  - { name: telnet, url: "tcp://example.org:23", conditions: ["[CONNECTED] == false"] }
`,
    answers: { telnet: [{ isConnected: false }, { isConnected: true }] },
  },
  {
    title: 'jobs that push',
    yaml: `
external-endpoints:
  - { name: backup, group: jobs, token: "potato", heartbeat: { interval: 24h }, alerts: [{ type: discord }] }
  - { name: pushed, token: "potato" }
`,
    answers: {},
    remarks: ['external-endpoints[0]', 'external-endpoints[1]'],
  },
  {
    title: 'a suite that logs in',
    yaml: `
suites:
  - name: login
    group: e2e
    interval: 10m
    timeout: 30s
    endpoints:
      - name: sign in
        url: https://api.example.org/login
        method: POST
        body: '{"user": "probe"}'
        conditions: ["[STATUS] == 200", "len([BODY].token) > 0"]
        store: { token: "[BODY].token", id: "[BODY].user.id" }
      - name: profile
        url: https://api.example.org/users/[CONTEXT].id
        headers: { X-Session: "[CONTEXT].token" }
        conditions: ["[BODY].id == [CONTEXT].id"]
      - { name: sign out, url: https://api.example.org/logout, method: POST, always-run: true, conditions: ["[STATUS] == 204"] }
`,
    answers: {
      'sign in': [json({ token: 'abc' }), json({ token: [] })],
      profile: [
        { ...json({ id: 7 }), context: { id: 7 } },
        { ...json({ id: 8 }), context: { id: 7 } },
      ],
      'sign out': [{ status: 204 }, { status: 200 }],
    },
  },
  {
    title: 'a suite with values of its own',
    yaml: `
suites:
  - name: item
    context: { price: "19.99" }
    endpoints:
      - name: create
        url: https://api.example.org/items
        method: POST
        body: '{"price": "[CONTEXT].price"}'
        conditions: ["[STATUS] == 201", "[BODY].price == [CONTEXT].price"]
`,
    answers: {
      create: [
        { status: 201, ...json({ price: '19.99' }) },
        { status: 201, ...json({ price: '24.99' }) },
      ],
    },
  },
  {
    title: 'maintenance, and windows of an endpoint',
    yaml: `
maintenance: { start: "23:00", duration: 1h, timezone: "Europe/Amsterdam", every: [Monday] }
endpoints:
  - name: batch
    url: "https://batch.example.org"
    maintenance-windows: [{ start: "02:00", duration: 30m }]
    conditions: ["[STATUS] == 200", "[RESPONSE_TIME] < 5s"]
`,
    answers: { batch: [{ responseTimeMs: 4999 }, { responseTimeMs: 5001 }] },
    remarks: ['maintenance', 'endpoints[0].maintenance-windows'],
  },
  {
    title: 'a list of numbers as the whole body',
    yaml: `
endpoints:
  - { name: primes, url: "https://example.org/primes", conditions: ["len([BODY]) == 3", "[BODY][0] == 2", "[BODY][2] == any(5, 7)"] }
`,
    answers: { primes: [json([2, 3, 5]), json([2, 3, 6])] },
  },
  {
    title: 'protocols that are not checked',
    yaml: `
endpoints:
  - { name: shell, url: "ssh://example.org:22", ssh: { username: u, password: p }, conditions: ["[CONNECTED] == true"] }
  - { name: socket, url: "ws://example.org/", body: "ping", conditions: ["[CONNECTED] == true"] }
  - { name: site, url: "https://example.org/", conditions: ["[STATUS] == 200"] }
`,
    answers: { site: [{ status: 200 }, { status: 503 }] },
    remarks: ['endpoints[0].url', 'endpoints[1].url'],
  },
];

test('there are twenty of them at least', () => {
  expect(CONFIGURATIONS.length).toBeGreaterThanOrEqual(20);
});

describe.each(CONFIGURATIONS)('$title', ({ yaml, answers, remarks = [] }) => {
  const imported = importGatus(yaml);
  const { checks, mistakes } = readHealthChecks(JSON.stringify(imported.file), 'checks.json');
  const judged = checks.flatMap((check): Judged[] => {
    if (check.type === 'steps') return [...check.steps];
    return 'conditions' in check ? [check] : [];
  });

  test('is imported, and what is not is named', () => {
    expect(mistakes).toEqual([]);
    expect(imported.remarks.map(({ path }) => path)).toEqual(remarks);
    expect(judged.map(({ name }) => name)).toEqual(Object.keys(answers));
  });

  test('has the verdicts that Gatus documents', () => {
    for (const [name, verdicts] of Object.entries(answers)) {
      const conditions = judged.find((each) => each.name === name)?.conditions ?? [];
      const isGreen = (answer: Partial<Facts>) =>
        conditions.every((text) =>
          holds(parseCondition(text), { status: 200, responseTimeMs: 80, isConnected: true, ...answer }),
        );
      expect([name, ...verdicts.map(isGreen)]).toEqual([name, true, false]);
    }
  });
});
