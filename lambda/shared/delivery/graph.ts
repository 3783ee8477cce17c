import type { Alert } from '../alerts/alert';
import { isInAlarm, MOST_GRAPHS } from '../alerts/composite';
import type { Aws } from '../aws/aws';

const BEFORE_PERIODS = 30;
const AFTER_MS = 5 * 60_000;
const LINK_SECONDS = 3600;
/** The message is not delayed longer for a graph. */
const LONGEST_MS = 4000;

/** The source of a graph of what an alarm measures around its change; undefined where there is nothing to draw. */
export function widgetOf({ metrics, measurement, region, changedAt, name }: Alert): object | undefined {
  if (metrics.length === 0 || region === undefined) return undefined;
  const period = measurement?.periodSeconds ?? 300;
  const lines = metrics.map(({ id, expression, label, namespace, name: metric, dimensions, ...each }, index) => {
    const options = { id: id ?? `m${index}`, label, visible: each.shown };
    if (expression !== undefined) return [{ ...options, expression }];
    const path = [namespace, metric, ...Object.entries(dimensions).flat()];
    return [...path, { ...options, stat: each.statistic, period: each.periodSeconds ?? period }];
  });
  const limit = measurement?.threshold;
  return {
    width: 800,
    height: 300,
    title: name.slice(0, 200),
    region,
    period,
    start: new Date(changedAt - Math.max(BEFORE_PERIODS * period * 1000, 3_600_000)).toISOString(),
    end: new Date(changedAt + AFTER_MS).toISOString(),
    timezone: '+0000',
    metrics: lines,
    ...(limit !== undefined && { annotations: { horizontal: [{ label: 'Limit', value: limit }] } }),
  };
}

/** Whether a message begins something that is worth a look: an incident, or a further failure in it. */
export const hasGraph = ({ state, note }: Alert): boolean =>
  state === 'ALARM' && (note === undefined || note.kind === 'joined' || note.kind === 'raised');

/** What is drawn: of a composite, the metric of each of its alarms in ALARM, the worst first. */
export function drawnIn(alert: Alert): readonly Alert[] {
  const [worst, ...others] = alert.children.filter(isInAlarm);
  const first = worst?.alert === undefined ? alert : { ...alert, name: worst.name };
  return [first, ...others.flatMap((child) => child.alert ?? [])].slice(0, MOST_GRAPHS);
}

/** A picture of a metric, and the name of its alarm. */
export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A link to one. */
export interface PictureLink {
  readonly name: string;
  readonly url: string;
}

/** Pictures of the metrics, drawn once for all channels. Whatever fails, the message goes without them. */
export class Graphs {
  #pictures?: Promise<readonly Picture[]>;
  #links?: Promise<readonly PictureLink[]>;

  public constructor(
    private readonly aws: Aws,
    private readonly alert: Alert,
    private readonly bucket: string | undefined,
    private readonly warn: (problem: unknown) => void,
  ) {}

  public pictures(): Promise<readonly Picture[]> {
    const alerts = this.bucket !== undefined && hasGraph(this.alert) ? drawnIn(this.alert) : [];
    this.#pictures ??= this.#each(alerts, async (alert) => {
      const widget = widgetOf(alert);
      if (widget === undefined) return undefined;
      const bytes = await this.aws.drawGraph(alert.region as string, JSON.stringify(widget));
      return bytes.length > 0 ? { name: alert.name, bytes } : undefined;
    });
    return this.#pictures;
  }

  public links(): Promise<readonly PictureLink[]> {
    this.#links ??= this.pictures().then((pictures) =>
      this.#each(pictures, async ({ name, bytes }, index) => {
        const key = `${this.alert.id}${index > 0 ? `-${index}` : ''}.png`;
        return { name, url: await this.aws.storePicture(this.bucket as string, key, bytes, LINK_SECONDS) };
      }),
    );
    return this.#links;
  }

  /** As many as succeed in time. */
  async #each<T, Result>(
    items: readonly T[],
    work: (item: T, index: number) => Promise<Result | undefined>,
  ): Promise<readonly Result[]> {
    const results = await Promise.all(items.map((item, index) => this.#try(() => work(item, index))));
    return results.filter((result): result is Awaited<Result> & Result => result !== undefined);
  }

  async #try<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), LONGEST_MS).unref();
    });
    try {
      return await Promise.race([work(), late]);
    } catch (problem) {
      this.warn(problem);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
