import { Ajv } from 'ajv';
import schema from '../../health-checks.schema.json';
import type { ReadOptions } from '../../lib/contracts/health-checks';
import { mistakeText, readHealthChecks } from '../../lib/probes/read-health-checks';

const read = (value: unknown, options?: ReadOptions) =>
  readHealthChecks(typeof value === 'string' ? value : JSON.stringify(value, null, 2), 'checks.json', options);
const mistakes = (value: unknown, options?: ReadOptions) => read(value, options).mistakes.map(mistakeText);
const services = (...list: readonly object[]) => ({ version: '1.0', services: list });
const only = (service: object, options?: ReadOptions) => {
  const { checks, mistakes: found } = read(services(service), options);
  expect(found).toEqual([]);
  return checks[0];
};

/** The example of the source document, as it stands there. */
const SOURCE = `{
“version”: “1.0”,
“cool_down”: 600,
	“services”: [
		{
			“url”: “https://api.ergopad.io/asset/price/ergopad”,
			“http_method”: “GET”,
			“response_matcher”: “types”,
			“response”: {
				“status”: “ok”,
				“name: “ergopad”,
				“price”: 1.28
},
“latency”: 500,
},
{
			“url”: “https://api.ergopad.io/balances”,
			“http_method”: “POST”,
                                   “payload”: {
				“addresses”: [“9i6UmaoJKWHgWkuq1EJUoYu2hrkRkxAYwQjDotHRHfGrBo16Rss”]
}
			“response_matcher”: “status_code”,
“latency”: 500,
}
	]

}`;

describe('the source format', () => {
  test('its own example has five mistakes, each with line and column', () => {
    expect(mistakes(SOURCE)).toEqual([
      'checks.json:2:1: this is not JSON: “ is a typographic quote; write ", also in lines 3-4, 6-12, 14, 17-20, 22-23.',
      'checks.json:11:5: this is not JSON: the closing double quote of the key is missing; write "name":',
      'checks.json:15:1: this is not JSON: expected a key in double quotes; or delete the comma before.',
      'checks.json:22:4: this is not JSON: a comma is missing before this.',
      'checks.json:24:1: this is not JSON: expected a key in double quotes; or delete the comma before.',
    ]);
  });

  test('without them, it is read', () => {
    // GIVEN
    const fixed = SOURCE.replace('“name:', '“name”:')
      .replace(/[“”]/g, '"')
      .replace(/,\s*\}/g, '}')
      .replace(/\}\s*"response_matcher"/, '}, "response_matcher"');

    // WHEN
    const { checks, mistakes: found } = read(fixed);

    // THEN
    expect(found).toEqual([]);
    expect(checks).toEqual([
      {
        name: 'GET api.ergopad.io/asset/price/ergopad',
        type: 'http',
        url: 'https://api.ergopad.io/asset/price/ergopad',
        method: 'GET',
        headers: {},
        redirects: 10,
        matchers: [{ matcher: 'types', response: { status: 'ok', name: 'ergopad', price: 1.28 }, recursive: false }],
        conditions: [],
        intervalSeconds: 600,
        cooldownSeconds: 600,
        severity: 'P1',
        regions: [],
        tags: [],
        timeoutMs: 10_000,
        latencyLimitMs: 500,
        errorThreshold: 0.5,
        consecutiveFailures: 3,
      },
      expect.objectContaining({
        name: 'POST api.ergopad.io/balances',
        payload: { addresses: ['9i6UmaoJKWHgWkuq1EJUoYu2hrkRkxAYwQjDotHRHfGrBo16Rss'] },
        matchers: [{ matcher: 'status_code' }],
      }),
    ]);
  });
});

describe('types', () => {
  test.each([
    ['https://api.test/', { type: 'http', method: 'GET', matchers: [{ matcher: 'status_code' }] }],
    ['tcp://db.test:5432', { type: 'tcp', host: 'db.test', port: 5432, matchers: [] }],
    ['tcp://[2001:db8::1]:5432', { type: 'tcp', host: '2001:db8::1', port: 5432 }],
    ['tls://mail.test', { type: 'tls', port: 443, matchers: [{ matcher: 'certificate', certificateDays: 14 }] }],
    ['dns:api.test', { type: 'dns', hostname: 'api.test', record: 'A' }],
    ['dns://1.1.1.1:53/api.test?type=mx', { type: 'dns', hostname: 'api.test', record: 'MX', server: '1.1.1.1:53' }],
    ['domain:shop.test', { type: 'domain', domain: 'shop.test', domainDays: 30, intervalSeconds: 43_200 }],
  ])('%s', (url, check) => {
    expect(only({ url })).toMatchObject(check);
  });

  test('of what has no address', () => {
    expect(only({ max_age: 3600, name: 'backup' })).toMatchObject({ type: 'heartbeat', maxAgeSeconds: 3600 });
    expect(only({ function: 'orders-health' })).toMatchObject({ type: 'function', name: 'function orders-health' });
    expect(only({ steps: [{ url: 'https://api.test/login' }] })).toMatchObject({
      type: 'steps',
      name: 'steps api.test/login',
      steps: [{ name: 'step 1', method: 'GET', matchers: [{ matcher: 'status_code' }], alwaysRun: false }],
    });
  });

  test('an address may be checked as another type', () => {
    expect(only({ url: 'https://api.test/x', type: 'tls' })).toMatchObject({
      type: 'tls',
      host: 'api.test',
      port: 443,
    });
    expect(only({ url: 'http://api.test/x', type: 'domain' })).toMatchObject({ type: 'domain', domain: 'api.test' });
  });

  test('settings of other types are mistakes', () => {
    expect(mistakes(services({ url: 'tcp://db.test:5432', headers: {}, max_age: 60, type: 'tcp' }))).toEqual([
      'checks.json:6:7 services[0].headers: a check of type tcp has no "headers". It has: url, conditions.',
      'checks.json:7:7 services[0].max_age: a check of type tcp has no "max_age". It has: url, conditions.',
    ]);
  });
});

describe('settings', () => {
  test('of the file hold for each service that has none of its own', () => {
    const shared = { interval: 300, timeout: 2000, severity: 'P2', regions: ['eu-west-1'], error_threshold: 0.2 };
    const { checks } = read({
      version: '1.0',
      ...shared,
      services: [{ url: 'https://a.test' }, { url: 'https://b.test', severity: 'P0', interval: 60 }],
    });

    expect(checks).toMatchObject([
      { intervalSeconds: 300, timeoutMs: 2000, severity: 'P2', regions: ['eu-west-1'], errorThreshold: 0.2 },
      { intervalSeconds: 60, timeoutMs: 2000, severity: 'P0' },
    ]);
  });

  test('a payload is posted', () => {
    expect(only({ url: 'https://a.test', payload: {} })).toMatchObject({ method: 'POST' });
  });

  test('days of a certificate, and the age of an answer, turn their matchers on', () => {
    expect(only({ url: 'https://a.test', certificate_days: 21, stale_after: 1800 })).toMatchObject({
      matchers: [
        { matcher: 'status_code' },
        { matcher: 'stale', staleSeconds: 1800 },
        { matcher: 'certificate', certificateDays: 21 },
      ],
    });
  });

  test('conditions replace the default matcher', () => {
    const conditions = ['[STATUS] == 404'];
    expect(only({ url: 'https://a.test', conditions })).toMatchObject({ matchers: [], conditions });
  });

  test('one matcher with values of its own is a list of one', () => {
    const response_matcher = { matcher: 'contains', response: 'in stock' };

    expect(only({ url: 'https://a.test', response_matcher })).toMatchObject({
      matchers: [{ matcher: 'contains', response: 'in stock' }],
    });
  });

  test('several matchers, with values of their own', () => {
    const response_matcher = ['non_empty', { matcher: 'contains', response: 'in stock' }, 'price_chart'];
    const options = { customMatchers: () => ['price_chart'] };
    const file = { ...services({ url: 'https://a.test', response_matcher }), matchers: './matchers.ts' };

    expect(read(file, options)).toMatchObject({
      matchers: './matchers.ts',
      checks: [
        {
          matchers: [
            { matcher: 'non_empty' },
            { matcher: 'contains', response: 'in stock' },
            { matcher: 'custom', name: 'price_chart' },
          ],
        },
      ],
    });
  });
});

describe('mistakes', () => {
  test('are all reported at once', () => {
    expect(
      mistakes(
        services(
          { url: 'https://a.test', latency: 500, timout: 3, interval: 90 },
          { url: 'https://b.test', severity: 'critical', headers: { 'x-token': 7 } },
        ),
      ),
    ).toEqual([
      'checks.json:7:7 services[0].timout: unknown key. Did you mean "timeout"?',
      'checks.json:8:19 services[0].interval: 90 is not a whole number of minutes in seconds, from 60 to 86400. Write for example 300.',
      'checks.json:12:19 services[1].severity: "critical" is not a severity. Write "P0" or "P1" or "P2" or "P3".',
      'checks.json:14:20 services[1].headers.x-token: 7 is not a text of one line, or an object with "secret". Write for example "application/json".',
    ]);
  });

  test.each([
    [
      { url: 'file:///etc/passwd' },
      '5:14 services[0].url: file: cannot be checked. Use https://, http://, tcp://, tls://, dns: or domain:.',
    ],
    [
      { url: 'gopher://a.test/' },
      '5:14 services[0].url: gopher: cannot be checked. Use https://, http://, tcp://, tls://, dns: or domain:.',
    ],
    [
      { url: 'a.test' },
      '5:14 services[0].url: this is no address. Begin with https://, http://, tcp://, tls://, dns: or domain:.',
    ],
    [
      { url: 'https://me:pw@a.test' },
      '5:14 services[0].url: the address holds a user name or a password. Send them as a header whose value is a secret.',
    ],
    [{ url: 'tcp://db.test' }, '5:14 services[0].url: the port is missing, as in tcp://db.example.com:5432.'],
    [{ url: 'dns://ns.test/a.test' }, '5:14 services[0].url: a name server is given by its IP address.'],
    [
      { url: 'dns:a.test?type=X' },
      '5:14 services[0].url: the type of the record is not one of A, AAAA, CNAME, MX, NS, TXT, SRV, PTR, SOA, CAA.',
    ],
    [{}, '4:5 services[0]: "url" is missing. Add for example "url": "https://api.example.com".'],
    [{ type: 'heartbeat' }, '4:5 services[0]: "max_age" is missing.'],
    [{ url: 'tcp://a.test:1', type: 'http' }, '6:15 services[0].type: an address like this is checked as tcp.'],
    [
      { url: 'https://a.test', response_matcher: 'typs' },
      '6:27 services[0].response_matcher: there is no matcher "typs". Did you mean "types"?',
    ],
    [
      { url: 'https://a.test', response_matcher: 'types' },
      '6:27 services[0].response_matcher: the matcher types needs "response".',
    ],
    [
      { url: 'https://a.test', response_matcher: { matcher: 'contains' } },
      '7:20 services[0].response_matcher.matcher: the matcher contains needs "response".',
    ],
    [
      { url: 'https://a.test', response_matcher: { matchr: 'exact' } },
      '7:9 services[0].response_matcher.matchr: unknown key. Did you mean "matcher"?',
    ],
    [
      { url: 'https://a.test', response: {} },
      '6:7 services[0].response: no matcher uses this. Add "response_matcher": "types" or "exact" or "contains" or "json_schema".',
    ],
    [
      { url: 'https://a.test', response_matcher: 'json_schema', response: { type: 'nonsense' } },
      '7:19 services[0].response: this is no JSON Schema: ',
    ],
    [
      { url: 'https://a.test', headers: { Authorization: 'Basic dGVzdA==' } },
      '7:26 services[0].headers.Authorization: this looks like a secret. Store it in AWS Secrets Manager and name it: { "secret": "prod/token" }.',
    ],
    [
      { url: 'https://a.test', http_method: 'GET', payload: {} },
      '7:18 services[0].payload: a GET request has no payload. Use another "http_method".',
    ],
    [
      { url: 'https://a.test', latency: 10_000 },
      '6:18 services[0].latency: this has to be less than the timeout of 10000 ms, which no latency exceeds.',
    ],
    [
      { url: 'domain:a.test', interval: 60 },
      '6:19 services[0].interval: registries are asked once an hour at most: 3600 or more.',
    ],
    [
      { url: 'https://a.test', conditions: ['[STATUS] == 200', '[STATSU] == 200'] },
      '8:10 services[0].conditions[1]: there is no placeholder [STATSU]. Did you mean [STATUS]?',
    ],
    [
      { url: 'https://a.test', conditions: ['[RESPONSE_TIME] < fast'] },
      '7:28 services[0].conditions[0]: < compares numbers and durations, such as 500 or 48h.',
    ],
    [
      { url: 'tcp://a.test:1', conditions: ['[STATUS] == 200'] },
      '7:9 services[0].conditions[0]: [STATUS] has no value in a check of type tcp. There are: [RESPONSE_TIME], [CONNECTED], [IP], [DOMAIN_EXPIRATION].',
    ],
    [
      { steps: [{ url: 'https://a.test/[CONTEXT].id' }] },
      '7:18 services[0].steps[0].url: no earlier step stores "id".',
    ],
    [
      { steps: [{ url: 'tcp://a.test:1' }] },
      '7:18 services[0].steps[0].url: a request goes to an address that begins with https:// or http://.',
    ],
  ])('%j', (service, message) => {
    expect(mistakes(services(service))).toEqual([expect.stringContaining(`checks.json:${message}`)]);
  });

  test('two services with one name', () => {
    expect(mistakes(services({ url: 'https://a.test/?x=1' }, { url: 'https://a.test/?x=2' }))).toEqual([
      'checks.json:7:5 services[1]: another service has the name "GET a.test". Add a "name".',
    ]);
  });

  test('a module of matchers that cannot be loaded', () => {
    const customMatchers = () => {
      throw new Error('no such file');
    };
    expect(mistakes({ ...services({ url: 'https://a.test' }), matchers: './m.ts' }, { customMatchers })).toEqual([
      'checks.json:8:15 matchers: the module cannot be loaded: no such file.',
    ]);
  });
});

test('the strict mode of the validator of the schema reports nothing', () => {
  const said: unknown[] = [];
  const logger = { log: said.push.bind(said), warn: said.push.bind(said), error: said.push.bind(said) };

  new Ajv({ strict: true, allowUnionTypes: true, logger }).compile(schema);

  expect(said).toEqual([]);
});
