import type { AlarmDetail, AlarmStatus, Moment, RoomView } from '../protocol';
import { addressOf } from './address';
import { dayHourMinute, duration, hourMinute } from './format';
import { useAnswer } from './server-data';
import { StateBadge } from './state-badge';
import type { Theme } from './theme';
import { GraphWidget } from './widgets/graph-widget';

const RANGE = 3 * 3600;

interface Props {
  readonly room: RoomView;
  readonly index: number;
  readonly moment: Moment;
  readonly theme: Theme;
}

/** One alarm: what it watches, what it saw, what became of it, and who is notified. */
export function AlarmPage({ room, index, moment, theme }: Props) {
  const detail = useAnswer<AlarmDetail>(`/api/alarms/${index}?range=${RANGE}`, moment);
  const facts = room.alarms[index];
  if (detail === undefined || facts === undefined)
    return (
      <p class="note" aria-busy="true">
        Reading the alarm …
      </p>
    );
  const { status, meaning, steps, runbookUrl, notifies, tests, children, parents, problem, changes } = detail;
  return (
    <div class="content alarm-page">
      <p class="crumbs">
        <a href={addressOf('alarms')}>Alarms</a> / {facts.component}
      </p>
      <h1>
        <StateBadge state={status.state} hasWords /> {facts.label}
        <span class={`severity ${facts.severity}`}>{facts.severity}</span>
      </h1>
      <p class="muted name">{facts.name}</p>
      {meaning !== '' && <p class="meaning">{meaning}</p>}
      {problem !== undefined && <p class="warning">{problem}</p>}
      <div class="columns">
        <div>
          {detail.graph !== undefined && <Compared {...{ detail, theme }} graph={detail.graph} />}
          <Timeline {...{ detail, moment }} />
          <section class="widget">
            <h2>Changes of state</h2>
            {changes.length === 0 && <p class="note">None so far.</p>}
            <ol class="changes">
              {changes.map(({ time, to, reason, ground }) => (
                <li key={`${time} ${to}`}>
                  <time>{dayHourMinute(time)}</time> <StateBadge state={to} hasWords />
                  <p>
                    {reason}
                    {ground !== 'documented' && <small> What AWS documents leaves this open: {ground}.</small>}
                  </p>
                </li>
              ))}
            </ol>
          </section>
        </div>
        <div>
          <section class="widget">
            <h2>Condition</h2>
            <p>{facts.condition}.</p>
            {detail.judged !== undefined && <p class="muted">{judgedText(detail.judged)}</p>}
          </section>
          <section class="widget">
            <h2>Who is notified</h2>
            {notifies.length === 0 ? (
              <p class="muted">Nobody: dashboard only.</p>
            ) : (
              <ul>
                {notifies.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            )}
          </section>
          {(steps.length > 0 || runbookUrl !== undefined) && (
            <section class="widget">
              <h2>What to do first</h2>
              <ol>
                {steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
              {runbookUrl !== undefined && (
                <p>
                  <a href={runbookUrl} target="_blank" rel="noreferrer noopener">
                    Runbook
                  </a>
                </p>
              )}
            </section>
          )}
          <section class="widget">
            <h2>Tests that cover it</h2>
            {tests.length === 0 ? (
              <p class="muted">
                None. Break something, and save what happens as <code>alarms.test.yaml</code>.
              </p>
            ) : (
              <ul>
                {tests.map(({ name, file, line }) => (
                  <li key={`${file} ${line}`}>
                    {name} <small class="muted">{line === undefined ? file : `${file}:${line}`}</small>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <Related title="Alarms in it" all={children} room={room} />
          <Related title="Part of" all={parents} room={room} />
        </div>
      </div>
    </div>
  );
}

function judgedText({
  periodSeconds,
  evaluationPeriods,
  datapointsToAlarm,
}: NonNullable<AlarmDetail['judged']>): string {
  const length = duration(periodSeconds);
  if (evaluationPeriods === 1) return `Each evaluation looks at the last ${length}.`;
  const needed =
    datapointsToAlarm === evaluationPeriods
      ? 'all have'
      : `${datapointsToAlarm} of them ${datapointsToAlarm === 1 ? 'has' : 'have'}`;
  return `Each evaluation looks at the last ${evaluationPeriods} periods of ${length}: ${needed} to breach.`;
}

/** What was compared with the threshold; the window that is judged now is shaded. */
function Compared({
  detail,
  graph,
  theme,
}: {
  detail: AlarmDetail;
  graph: NonNullable<AlarmDetail['graph']>;
  theme: Theme;
}) {
  const { threshold, judged } = detail;
  const thresholds =
    threshold === undefined
      ? []
      : [{ value: threshold, label: `threshold ${threshold}`, color: '#d62728', axis: 'left' as const }];
  const window = judged && { from: graph.to - judged.periodSeconds * judged.evaluationPeriods, to: graph.to };
  return (
    <section class="widget compared">
      <h2>What it compares</h2>
      <GraphWidget
        graph={graph}
        options={{ isStacked: false, left: {}, right: {}, thresholds, marks: [], window }}
        theme={theme}
        title="What it compares"
        legend="bottom"
      />
    </section>
  );
}

function Timeline({ detail: { states }, moment }: { detail: AlarmDetail; moment: Moment }) {
  const from = states[0]?.time ?? moment.now;
  const to = Math.max(moment.now, from + 60);
  const parts = states.map(({ time, state }, index) => ({ state, time, until: states[index + 1]?.time ?? to }));
  const text = parts
    .map(({ state, time, until }) => `${state} from ${hourMinute(time)} to ${hourMinute(until)}`)
    .join(', ');
  return (
    <div class="timeline" role="img" aria-label={`States: ${text}`}>
      {parts.map(({ state, time, until }) => (
        <span
          key={time}
          class={state}
          style={{ flexGrow: until - time }}
          title={`${state} from ${hourMinute(time)} to ${hourMinute(until)}`}
        />
      ))}
    </div>
  );
}

function Related({ title, all, room }: { title: string; all: readonly AlarmStatus[]; room: RoomView }) {
  if (all.length === 0) return null;
  return (
    <section class="widget">
      <h2>{title}</h2>
      <ul class="related">
        {all.map(({ id, name, state }) => (
          <li key={id}>
            <StateBadge state={state} /> <a href={addressOf('alarms', name)}>{room.alarms[id]?.label ?? name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
