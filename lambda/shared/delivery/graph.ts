import type { Alert } from '../alerts/alert';
import { isInAlarm, MOST_GRAPHS } from '../alerts/composite';
import type { Picture, PictureLink } from '../alerts/picture';
import type { Aws } from '../aws/aws';
import { renderings } from '../channels/load-renderings';

const LINK_SECONDS = 3600;
/** The message is not delayed longer for a graph. */
const LONGEST_MS = 4000;

/** Whether a message begins something that is worth a look: an incident, or a further failure in it. */
export const hasGraph = ({ state, note }: Alert): boolean =>
  state === 'ALARM' && (note === undefined || note.kind === 'joined' || note.kind === 'raised');

/** What is drawn: of a composite, the metric of each of its alarms in ALARM, the worst first. */
export function drawnIn(alert: Alert): readonly Alert[] {
  const [worst, ...others] = alert.children.filter(isInAlarm);
  const first = worst?.alert === undefined ? alert : { ...alert, name: worst.name };
  return [first, ...others.flatMap((child) => child.alert ?? [])].slice(0, MOST_GRAPHS);
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
      const widget = renderings().graphWidget(alert);
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
