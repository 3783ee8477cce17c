import type { HealthCheck } from '../../../lib/contracts/health-checks';
import { checkAddress } from '../../../lib/probes/network/addresses';
import { networkOf } from '../../../lib/probes/network/network';
import { runCheck } from '../../../lib/probes/run-check';
import { dependencies, httpCheck, networkWith, SETTINGS } from '../support/checks';
import { closeServers, httpServer } from '../support/servers';

afterAll(closeServers);

const METADATA = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254'];
const PRIVATE = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.9.9.9',
  '169.254.1.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  'fc00::1',
  'fe80::1%eth0',
  '64:ff9b::a00:1',
  '2002:a00:1::',
];
const PUBLIC = ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'];

const isRefused = (address: string, allowPrivate: boolean) => {
  try {
    checkAddress(address, { allowPrivate });
    return false;
  } catch {
    return true;
  }
};

test.each(METADATA)('%s, which hands out credentials, is refused always', (address) => {
  expect([isRefused(address, false), isRefused(address, true)]).toEqual([true, true]);
});

test.each([...PRIVATE, '::ffff:10.1.2.3', '::ffff:7f00:1'])(
  '%s is refused unless private addresses are allowed',
  (address) => {
    expect([isRefused(address, false), isRefused(address, true)]).toEqual([true, false]);
  },
);

test('so is the metadata service in the notation of IPv6', () => {
  expect(isRefused('::ffff:169.254.169.254', true)).toBe(true);
});

test.each(PUBLIC)('%s is not', (address) => {
  expect(isRefused(address, false)).toBe(false);
});

describe('a check', () => {
  const refused = async (check: HealthCheck, network = networkOf(false)) =>
    (await runCheck(check, dependencies({ allowPrivate: network.allowPrivate }), network)).violations.map(
      ({ code }) => code,
    );
  const connections: string[] = [];
  let port: number;
  beforeAll(async () => {
    port = await httpServer(({ url = '' }, response) => {
      connections.push(url);
      const location = new URL(url, 'http://x').searchParams.get('to');
      if (location === null) response.end();
      else response.writeHead(302, { location }).end();
    });
  });
  beforeEach(() => connections.splice(0));

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', 'localhost'])(
    'does not connect to http://%s',
    async (host) => {
      expect(await refused(httpCheck(`http://${host}:${port}/`))).toEqual(['address_refused']);
      expect(connections).toEqual([]);
    },
  );

  test.each(['tcp', 'tls'] as const)('nor does one of type %s', async (type) => {
    const check: HealthCheck = { ...SETTINGS, type, host: '127.0.0.1', port, matchers: [], conditions: [] };
    expect(await refused(check)).toEqual(['address_refused']);
  });

  test('nor asks a name server at a private address', async () => {
    const query = { type: 'dns', hostname: 'a.test', record: 'A', server: '127.0.0.1:53' } as const;
    expect(await refused({ ...SETTINGS, ...query, matchers: [], conditions: [] })).toEqual(['address_refused']);
  });

  test('nor to a name that resolves to a private address', async () => {
    const network = networkWith({ 'shop.test': ['10.0.0.1'] }, { allowPrivate: false });
    expect(await refused(httpCheck('http://shop.test/'), network)).toEqual(['address_refused']);
  });

  test.each(['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/', 'http://2852039166/'])(
    'does not follow a redirect to %s, not even where private addresses are allowed',
    async (target) => {
      const url = `http://127.0.0.1:${port}/?to=${encodeURIComponent(target)}`;
      expect(await refused(httpCheck(url), networkOf(true))).toEqual(['address_refused']);
      expect(connections).toHaveLength(1);
    },
  );

  test('nor one to a name that resolves to another address the second time', async () => {
    const network = networkWith({ 'shop.test': ['127.0.0.1', '169.254.169.254'] });
    const url = `http://shop.test:${port}/?to=/again`;

    expect(await refused(httpCheck(url), network)).toEqual(['address_refused']);
    expect(network.asked).toEqual(['shop.test', 'shop.test']);
    expect(connections).toHaveLength(1);
  });

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'ftp://127.0.0.1/', 'http://me:pw@127.0.0.1/', 'http://['])(
    'nor one to %s',
    async (target) => {
      const url = `http://127.0.0.1:${port}/?to=${encodeURIComponent(target)}`;
      expect(await refused(httpCheck(url), networkOf(true))).toEqual(['redirect_refused']);
    },
  );
});
