import { useState } from 'preact/hooks';
import type { InjectedView, Moment, RoomView, TargetView } from '../protocol';
import { send } from './commands';
import { dayHourMinute, duration, hourMinute } from './format';

/** What can be broken, what is, and how soon it was noticed. */
export function BreakPanel({
  room,
  moment,
  onClose,
}: {
  readonly room: RoomView;
  readonly moment: Moment;
  readonly onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const active = moment.injected.filter(({ to }) => to === undefined);
  const past = moment.injected.filter(({ to }) => to !== undefined);
  const breakable = room.targets.filter(({ id }) => !moment.live.includes(id));
  return (
    <aside class="panel" aria-label="Break something">
      <div class="panel-head">
        <h2>Break something</h2>
        <button type="button" class="icon" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </div>
      {moment.injected.length > 0 && (
        <section>
          <ul class="injected">
            {[...active, ...past.reverse()].map((each) => (
              <Injected key={each.id} each={each} now={moment.now} />
            ))}
          </ul>
          <p class="panel-links">
            <a href="/alarms.test.yaml" download="alarms.test.yaml">
              Save as alarms.test.yaml
            </a>
            <button type="button" class="link" onClick={() => send({ do: 'restart' })}>
              Begin again
            </button>
          </p>
        </section>
      )}
      {room.recording !== undefined && <Replayed {...room.recording} />}
      <input
        type="search"
        placeholder="Search components and failures"
        aria-label="Search components and failures"
        value={search}
        onInput={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      {matching(breakable, search).map((target) => (
        <section key={target.id} class="target">
          <h3>
            {target.component}
            {target.resource !== target.component && <small> {target.resource}</small>}
          </h3>
          <small class="type">{target.type.replace(/^AWS::/, '').replace('::', ' ')}</small>
          <div class="chips">
            {target.failures.map(({ id, name, what }) => (
              <button
                type="button"
                key={id}
                title={what}
                aria-label={`Break ${target.component} ${target.resource}: ${name}`}
                onClick={() => send({ do: 'break', target: target.id, failure: id })}
              >
                {name}
              </button>
            ))}
          </div>
        </section>
      ))}
      {breakable.length === 0 && (
        <p class="note">No metric of this assembly belongs to a resource that can be broken here, and is made.</p>
      )}
    </aside>
  );
}

function Replayed({ from, to, metrics, notes }: NonNullable<RoomView['recording']>) {
  return (
    <details class="replayed">
      <summary>
        Replayed until {dayHourMinute(to)}: {metrics.length} {metrics.length === 1 ? 'metric' : 'metrics'} from{' '}
        {dayHourMinute(from)} on
      </summary>
      <ul>
        {[...metrics, ...notes].map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </details>
  );
}

function matching(targets: readonly TargetView[], search: string): TargetView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return targets.flatMap((target) => {
    const about = `${target.component} ${target.resource} ${target.type}`.toLowerCase();
    const failures = target.failures.filter(({ name }) => words.every((word) => `${about} ${name}`.includes(word)));
    return failures.length === 0 ? [] : [{ ...target, failures }];
  });
}

function Injected({ each, now }: { readonly each: InjectedView; readonly now: number }) {
  const { id, name, component, resource, from, to, detectedAt, alertedAt } = each;
  return (
    <li class={to === undefined ? 'active' : ''}>
      <div>
        <b>{component}</b>
        {resource !== component && <small> {resource}</small>}: {name}
        <small class="when">
          {hourMinute(from)}
          {to === undefined ? `, for ${duration(now - from)}` : ` to ${hourMinute(to)}`}
          {' · '}
          {detectedAt === undefined ? 'no alarm yet' : `in ALARM after ${duration(detectedAt - from)}`}
          {detectedAt !== undefined &&
            (alertedAt === undefined ? ', nobody notified' : `, notified after ${duration(alertedAt - from)}`)}
        </small>
      </div>
      {to === undefined && (
        <button type="button" onClick={() => send({ do: 'fix', id })}>
          Fix
        </button>
      )}
    </li>
  );
}
