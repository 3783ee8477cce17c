import { useState } from 'preact/hooks';
import type { AlarmFacts, AlarmStatus, Moment, RoomView } from '../protocol';
import { addressOf } from './address';
import { duration } from './format';
import { useAnswer } from './server-data';
import { StateBadge } from './state-badge';

const STATES: readonly AlarmStatus['state'][] = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];
const SEVERITIES: readonly string[] = ['P0', 'P1', 'P2', 'P3', 'unknown'];

type Row = AlarmFacts & { readonly status: AlarmStatus };

/** All alarms, the worst first. */
export function AlarmsPage({ room, moment }: { readonly room: RoomView; readonly moment: Moment }) {
  const [search, setSearch] = useState('');
  const [state, setState] = useState('');
  const [severity, setSeverity] = useState('');
  const statuses = useAnswer<readonly AlarmStatus[]>('/api/alarms', moment);
  if (statuses === undefined)
    return (
      <p class="note" aria-busy="true">
        Reading the alarms …
      </p>
    );
  const rows = statuses
    .flatMap((status): Row[] => {
      const facts = room.alarms[status.id];
      return facts === undefined ? [] : [{ ...facts, status }];
    })
    .filter((row) => (state === '' || row.status.state === state) && (severity === '' || row.severity === severity))
    .filter((row) => contains(row, search))
    .sort(worstFirst);
  return (
    <div class="content">
      <h1 class="unseen">Alarms</h1>
      <div class="toolbar">
        <input
          type="search"
          placeholder="Search alarms"
          aria-label="Search alarms"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Choice label="State" all={STATES} value={state} onChange={setState} />
        <Choice
          label="Severity"
          all={SEVERITIES.filter((each) => room.alarms.some((alarm) => alarm.severity === each))}
          value={severity}
          onChange={setSeverity}
        />
        <span class="muted">
          {rows.length} of {statuses.length} alarms
        </span>
      </div>
      <ul class="alarm-list">
        {rows.map((row) => (
          <li key={row.status.id}>
            <a href={addressOf('alarms', row.name)}>
              <StateBadge state={row.status.state} />
              <span class={`severity ${row.severity}`}>{row.severity}</span>
              <span class="who">
                <b>{row.component}</b> {row.label}
              </span>
              <span class="condition">{row.condition}</span>
              <small>{row.status.since === undefined ? '' : duration(moment.now - row.status.since)}</small>
            </a>
          </li>
        ))}
      </ul>
      {rows.length === 0 && <p class="note">No alarm matches.</p>}
    </div>
  );
}

const contains = ({ name, component, condition }: Row, search: string): boolean =>
  search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${name} ${component} ${condition}`.toLowerCase().includes(word));

const worstFirst = (one: Row, other: Row): number =>
  STATES.indexOf(one.status.state) - STATES.indexOf(other.status.state) ||
  SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
  one.name.localeCompare(other.name);

function Choice({
  label,
  all,
  value,
  onChange,
}: {
  label: string;
  all: readonly string[];
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        <option value="">all</option>
        {all.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
