import type { AlertView, Moment, ReportView, RoomView } from '../protocol';
import { addressOf } from './address';
import { dayHourMinute, duration, hourMinute } from './format';
import { useAnswer } from './server-data';

interface Reports {
  readonly own: ReportView;
  readonly other?: ReportView;
}

/** How many alerts there were, how soon, and how many for nothing: of one assembly, or of two side by side. */
export function ReportPage({ room, moment }: { readonly room: RoomView; readonly moment: Moment }) {
  const reports = useAnswer<Reports>('/api/report', moment);
  if (reports === undefined)
    return (
      <p class="note" aria-busy="true">
        Reading the alerts …
      </p>
    );
  const { own, other } = reports;
  const columns = other === undefined ? [own] : [own, other];
  const titles = [room.title, room.compared ?? ''];
  return (
    <div class="content report">
      <h1 class="unseen">Report</h1>
      <p class="muted">
        From {dayHourMinute(own.since)} to {hourMinute(own.now)} UTC, {duration(own.now - own.since)}
      </p>
      <section class="widget">
        <h2>Alerts</h2>
        <div class="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Severity</th>
                {columns.map((_, nth) => (
                  <th scope="col" key={nth}>
                    {other === undefined ? 'Alerts' : titles[nth]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {severitiesIn(columns).map((severity) => (
                <tr key={severity}>
                  <th scope="row">
                    <span class={`severity ${severity}`}>{severity}</span>
                  </th>
                  {columns.map(({ alerts }, nth) => (
                    <td key={nth}>{alerts.find((each) => each.severity === severity)?.count ?? 0}</td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">{unexplainedTitle(room)}</th>
                {columns.map(({ unexplained }, nth) => (
                  <td key={nth}>{unexplained.length}</td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      </section>
      <Detection {...{ columns, titles }} />
      {columns.map(({ unexplained }, nth) => (
        <Unexplained
          key={nth}
          title={other === undefined ? unexplainedTitle(room) : `${unexplainedTitle(room)}: ${titles[nth]}`}
          alerts={unexplained}
          isOwn={nth === 0}
        />
      ))}
    </div>
  );
}

/** What was recorded or comes from code that runs may well be a failure. */
const unexplainedTitle = ({ recording }: RoomView): string =>
  recording === undefined ? 'False alerts' : 'Alerts of recorded metrics';

const severitiesIn = (columns: readonly ReportView[]): string[] => [
  ...new Set(columns.flatMap(({ alerts }) => alerts.map(({ severity }) => severity)).sort()),
];

type Failure = ReportView['failures'][number];
const keyOf = ({ component, name, from }: Failure): string => `${component}: ${name} ${from}`;

/** How soon each failure was noticed. */
function Detection({ columns, titles }: { columns: readonly ReportView[]; titles: readonly string[] }) {
  const failures = columns[0]?.failures ?? [];
  return (
    <section class="widget">
      <h2>Time to detect</h2>
      {failures.length === 0 ? (
        <p class="note">Nothing was broken so far.</p>
      ) : (
        <div class="scrolls">
          <table>
            <thead>
              <tr>
                <th scope="col">Failure</th>
                {columns.map((_, nth) => (
                  <th scope="col" key={nth}>
                    {columns.length === 1 ? 'Noticed' : titles[nth]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {failures.map((failure) => (
                <tr key={failure.id}>
                  <th scope="row">
                    {failure.component}: {failure.name}
                    <small class="when"> {hourMinute(failure.from)}</small>
                  </th>
                  {columns.map((column, nth) => (
                    <td key={nth}>{noticedText(column.failures.find((each) => keyOf(each) === keyOf(failure)))}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function noticedText(failure: Failure | undefined): string {
  if (failure === undefined) return 'not there';
  const { from, detectedAt, alertedAt, alerts } = failure;
  if (detectedAt === undefined) return 'no alarm yet';
  const notified = alertedAt === undefined ? 'nobody notified' : `notified after ${duration(alertedAt - from)}`;
  const count = `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`;
  return `in ALARM after ${duration(detectedAt - from)}, ${notified}, ${count}`;
}

function Unexplained({ title, alerts, isOwn }: { title: string; alerts: readonly AlertView[]; isOwn: boolean }) {
  return (
    <section class="widget">
      <h2>{title}</h2>
      {alerts.length === 0 ? (
        <p class="note">None.</p>
      ) : (
        <ul class="related">
          {alerts.map(({ time, name, label, component, severity }) => (
            <li key={`${time} ${name}`}>
              {dayHourMinute(time)} <span class={`severity ${severity}`}>{severity}</span> {component}{' '}
              {isOwn ? <a href={addressOf('alarms', name)}>{label}</a> : label}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
