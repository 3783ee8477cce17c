import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Moment, RoomView } from '../protocol';
import { addressOf, useAddress } from './address';
import { AlarmPage } from './alarm-page';
import { AlarmsPage } from './alarms-page';
import { BreakPanel } from './break-panel';
import { send } from './commands';
import { DashboardPage } from './dashboard-page';
import { FunctionsPage } from './functions-page';
import { OutboxPage } from './outbox/outbox-page';
import { ReportPage } from './report-page';
import { useLive, useRoom } from './server-data';
import { type Theme, useTheme } from './theme';
import { TimeControls } from './time-controls';

function App() {
  const { moment, isConnected } = useLive();
  const room = useRoom(moment?.edition);
  const [theme, toggleTheme] = useTheme();
  const [isBreaking, setBreaking] = useState(false);
  const address = useAddress();
  useKeys(moment, () => setBreaking((before) => !before));
  if (moment === undefined || room === undefined) {
    return (
      <main class="waiting-page" aria-busy="true">
        Opening the rehearsal room …
      </main>
    );
  }
  return (
    <>
      <header>
        <a class="brand" href="#/">
          Vigil
        </a>
        <span class="title" title={room.title}>
          {room.title}
        </span>
        <Sections {...{ address, moment }} />
        <TimeControls moment={moment} />
        <button type="button" class="primary" aria-expanded={isBreaking} onClick={() => setBreaking(!isBreaking)}>
          Break something
        </button>
        <button
          type="button"
          class="icon"
          onClick={toggleTheme}
          aria-label={`Change to ${theme === 'dark' ? 'light' : 'dark'} colours`}
        >
          {theme === 'dark' ? '☀' : '☾'}
        </button>
      </header>
      {!isConnected && (
        <p class="lost" role="status">
          Not connected. If `vigil rehearse` has ended, start it again: this page goes on by itself.
        </p>
      )}
      <div class={isBreaking ? 'with-panel' : ''}>
        <main>
          <Page {...{ address, room, moment, theme }} />
        </main>
        {isBreaking && <BreakPanel {...{ room, moment }} onClose={() => setBreaking(false)} />}
      </div>
    </>
  );
}

/** Space pauses, the arrow goes one minute forward, `b` opens what can be broken. */
function useKeys(moment: Moment | undefined, toggleBreaking: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLElement && /^(INPUT|SELECT|BUTTON|A|TEXTAREA|SUMMARY)$/.test(event.target.tagName);
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ' ') send({ do: moment?.isPaused ? 'resume' : 'pause' });
      else if (event.key === 'ArrowRight') send({ do: 'forward', seconds: 60 });
      else if (event.key === 'b') toggleBreaking();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [moment?.isPaused, toggleBreaking]);
}

function Sections({ address: [section = 'dashboards'], moment }: { address: readonly string[]; moment: Moment }) {
  const sections: readonly (readonly [name: string, label: string, count: number | undefined])[] = [
    ['dashboards', 'Dashboards', undefined],
    ['alarms', 'Alarms', moment.states.ALARM],
    ['outbox', 'Outbox', moment.received],
    ['report', 'Report', undefined],
    ['functions', 'Functions', undefined],
  ];
  return (
    <nav aria-label="Sections">
      {sections.map(([name, label, count]) => (
        <a key={name} href={addressOf(name)} aria-current={name === section ? 'page' : undefined}>
          {label}
          {count !== undefined && count > 0 && <span class={`count ${name}`}>{count}</span>}
        </a>
      ))}
    </nav>
  );
}

interface PageProps {
  readonly address: readonly string[];
  readonly room: RoomView;
  readonly moment: Moment;
  readonly theme: Theme;
}

function Page({ address: [section, name], room, moment, theme }: PageProps) {
  if (section === 'outbox') return <OutboxPage moment={moment} />;
  if (section === 'report') return <ReportPage {...{ room, moment }} />;
  if (section === 'functions') return <FunctionsPage moment={moment} />;
  if (section === 'alarms') {
    if (name === undefined) return <AlarmsPage {...{ room, moment }} />;
    const index = room.alarms.findIndex((alarm) => alarm.name === name);
    if (index >= 0) return <AlarmPage key={index} {...{ room, index, moment, theme }} />;
    return <Unknown what={`There is no alarm '${name}'.`} href={addressOf('alarms')} link="Show all alarms" />;
  }
  if (room.dashboards.length === 0) {
    return <Unknown what="This assembly has no dashboards." href={addressOf('alarms')} link="Show its alarms" />;
  }
  const index = name === undefined ? 0 : room.dashboards.findIndex((each) => each.name === name);
  if (index >= 0) return <DashboardPage key={index} {...{ room, index, moment, theme }} />;
  return <Unknown what={`There is no dashboard '${name}'.`} href={addressOf('dashboards')} link="Show the first one" />;
}

const Unknown = ({ what, href, link }: { what: string; href: string; link: string }) => (
  <p class="note content">
    {what} <a href={href}>{link}</a>.
  </p>
);

render(<App />, document.getElementById('app') as HTMLElement);
