import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Labels } from '../../lib/prometheus/labels';
import { readRules } from '../../lib/prometheus/rules/read-rules';
import { RuleRun } from '../../lib/prometheus/rules/run-rules';
import { SeriesStore } from '../../lib/prometheus/series';

const SECOND = 1000;
const RULES = `groups:
  - name: live
    interval: 1s
    rules:
      - { record: evaluated, expr: vector(1) }
      - { alert: QueueDepthHigh, expr: queue_depth > 1000, for: 5s }
      - { alert: Failing, expr: 'rate(failures_total[10s]) > 0.5', for: 3s, keep_firing_for: 4s }
`;

/** Answers with what a queue and a counter show: a backlog from the 4th to the 14th second, failures from the 5th to the 15th. */
function target(start: number): Promise<Server> {
  let failures = 0;
  const server = createServer((_, response) => {
    const seconds = (Date.now() - start) / SECOND;
    if (seconds > 5 && seconds < 15) failures += 2;
    response.end(`queue_depth{queue="a"} ${seconds > 4 && seconds < 14 ? 1500 : 20}\nfailures_total ${failures}\n`);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const server = await target(0);
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Sampled {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

async function samplesIn(prometheus: string, name: string): Promise<readonly Sampled[]> {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(`${name}[5m]`)}`);
  return ((await response.json()) as { data: { result: Sampled[] } }).data.result;
}

// a sample may come late on a busy machine: it has the time when it was asked for
jest.retryTimes(2);

test('alerts fire and recover when those of a Prometheus do, which scrapes the same series', async () => {
  // GIVEN
  const start = Date.now();
  const server = await target(start);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  writeFileSync(join(folder, 'rules.yml'), RULES);
  const scraped = { job_name: 'live', static_configs: [{ targets: [`127.0.0.1:${portOf(server)}`] }] };
  const global = { scrape_interval: '1s', evaluation_interval: '1s' };
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({ global, rule_files: ['rules.yml'], scrape_configs: [scraped] }),
  );
  const flags = [`--web.listen-address=127.0.0.1:${port}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const prometheus = spawn('prometheus', ['--config.file=prometheus.yml', ...flags], { cwd: folder, stdio: 'ignore' });

  // WHEN
  const store = new SeriesStore();
  let alerts: readonly Sampled[] = [];
  let evaluated: readonly Sampled[] = [];
  try {
    await wait(30 * SECOND);
    for (const name of ['queue_depth', 'failures_total']) {
      for (const { metric, values } of await samplesIn(`http://127.0.0.1:${port}`, name)) {
        for (const [seconds, value] of values)
          store.append(Labels.of(metric), { time: Math.round(seconds * SECOND), value: Number(value) });
      }
    }
    alerts = await samplesIn(`http://127.0.0.1:${port}`, 'ALERTS');
    evaluated = await samplesIn(`http://127.0.0.1:${port}`, 'evaluated');
  } finally {
    prometheus.kill();
    server.close();
  }
  const timesOf = ({ values }: Sampled): number[] => values.map(([seconds]) => Math.round(seconds * SECOND));
  const theirs = (name: string): number[] =>
    alerts
      .filter(({ metric }) => metric['alertname'] === name && metric['alertstate'] === 'firing')
      .flatMap(timesOf)
      .sort((one, other) => one - other);
  const run = new RuleRun(readRules(RULES), store);
  const ours: Record<string, number[]> = { QueueDepthHigh: [], Failing: [] };
  for (const time of evaluated.flatMap(timesOf)) {
    run.evaluate(time);
    for (const [name, times] of Object.entries(ours)) {
      if (run.alerts(name).some(({ state }) => state === 'firing')) times.push(time);
    }
  }

  // THEN
  for (const [name, times] of Object.entries(ours)) {
    expect(theirs(name).length).toBeGreaterThan(2);
    expect([name, times]).toEqual([name, theirs(name)]);
  }
});
