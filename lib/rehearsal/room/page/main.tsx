import { render } from 'preact';
import type { Moment, RoomView } from '../protocol';
import { addressOf, useAddress } from './address';
import { DashboardPage } from './dashboard-page';
import { dayHourMinute } from './format';
import { useLive, useRoom } from './server-data';
import { StateBadge } from './state-badge';
import { type Theme, useTheme } from './theme';

type LiveMoment = Moment & { readonly edition: number };

function App() {
  const { moment, isConnected } = useLive();
  const room = useRoom(moment?.edition);
  const [theme, toggleTheme] = useTheme();
  if (moment === undefined || room === undefined)
    return (
      <main class="waiting-page" aria-busy="true">
        Opening the rehearsal room …
      </main>
    );
  return (
    <>
      <Header {...{ room, moment, isConnected, theme, toggleTheme }} />
      <main>
        <Page {...{ room, moment, theme }} />
      </main>
    </>
  );
}

function Header({
  room,
  moment,
  isConnected,
  theme,
  toggleTheme,
}: {
  room: RoomView;
  moment: LiveMoment;
  isConnected: boolean;
  theme: Theme;
  toggleTheme: () => void;
}) {
  return (
    <header>
      <strong class="brand">Vigil</strong>
      <span class="title">{room.title}</span>
      {!isConnected && (
        <span class="lost" role="status">
          Not connected: `vigil rehearse` has ended.
        </span>
      )}
      <span class="counts">
        {(['ALARM', 'INSUFFICIENT_DATA', 'OK'] as const).map((state) => (
          <span key={state}>
            <StateBadge state={state} /> {moment.states[state]}
          </span>
        ))}
      </span>
      <time class="clock">{dayHourMinute(moment.now)} UTC</time>
      <button
        type="button"
        onClick={toggleTheme}
        aria-label={`Change to ${theme === 'dark' ? 'light' : 'dark'} colours`}
      >
        {theme === 'dark' ? '☀' : '☾'}
      </button>
    </header>
  );
}

function Page({ room, moment, theme }: { room: RoomView; moment: LiveMoment; theme: Theme }) {
  const [section, name] = useAddress();
  if (room.dashboards.length === 0) return <p class="note">This assembly has no dashboards.</p>;
  const index = section === 'dashboards' ? room.dashboards.findIndex((each) => each.name === name) : 0;
  if (index < 0) {
    return (
      <p class="note">
        There is no dashboard '{name}'.{' '}
        <a href={addressOf('dashboards', room.dashboards[0]?.name ?? '')}>Show the first one</a>.
      </p>
    );
  }
  return <DashboardPage key={index} {...{ room, index, moment, theme }} />;
}

render(<App />, document.getElementById('app') as HTMLElement);
