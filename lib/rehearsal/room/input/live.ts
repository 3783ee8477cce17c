import type { Assembly } from '../../assembly/model';
import type { MetricStore } from '../../simulator/metric-store';
import { hasEmbeddedMetrics, recordEmbeddedLine } from '../../simulator/recordings/embedded-metrics';
import type { TakenView } from '../protocol';
import { publisherKey } from '../traffic/traffic';
import { KnownMetrics, metricWords } from './known-metrics';
import { divided, embeddedIn } from './log-lines';
import { Collected, type Series } from './series';

/** Metrics that code publishes while it is rehearsed, as log lines with embedded metrics. */
export class LiveInput {
  #known?: KnownMetrics;

  public constructor(
    private readonly assembly: Assembly,
    private readonly store: MetricStore,
    /** Called with the publishers of what comes, before it is recorded. */
    private readonly take: (publishers: ReadonlySet<string>) => void,
  ) {}

  /** Records what lines carry at a time of the rehearsal, whatever time they say. */
  public receive(lines: readonly string[], now: number): TakenView {
    this.#known ??= new KnownMetrics(this.assembly);
    const collected = new Collected();
    const mistakes = lines.filter(hasEmbeddedMetrics).flatMap((line) => {
      try {
        recordEmbeddedLine(collected, embeddedIn(line));
        return [];
      } catch (error) {
        return [(error as Error).message];
      }
    });
    const { read, unread } = divided(collected, this.#known);
    this.take(new Set(read.map(({ metric }) => publisherKey(metric))));
    for (const series of read) this.#record(series, now);
    return { read: read.map(wordsOf), unread: unread.map(wordsOf), mistakes };
  }

  #record({ metric, samples, unit }: Series, time: number): void {
    this.store.record(
      metric,
      samples.map((sample) => ({ ...sample, time })),
      unit,
    );
  }
}

const wordsOf = ({ metric }: Series): string => metricWords(metric);
