import type { Moment } from '../protocol';
import { send } from './commands';
import { dayHourMinute } from './format';

const SPEEDS: readonly number[] = [1, 10, 60, 300, 900];
const STEPS: readonly (readonly [label: string, name: string, seconds: number])[] = [
  ['+1 min', 'Forward one minute', 60],
  ['+15 min', 'Forward 15 minutes', 900],
  ['+1 h', 'Forward one hour', 3600],
];

/** The time of the rehearsal, and how fast it goes. */
export function TimeControls({ moment }: { readonly moment: Moment }) {
  const { now, isPaused, speed } = moment;
  return (
    <div class="time">
      <time class="clock">
        {dayHourMinute(now)} <span class="zone">UTC</span>
      </time>
      <button
        type="button"
        class="icon"
        aria-label={isPaused ? 'Resume time' : 'Pause time'}
        onClick={() => send({ do: isPaused ? 'resume' : 'pause' })}
      >
        {isPaused ? '▶' : '❚❚'}
      </button>
      <select
        aria-label="Speed"
        value={String(speed)}
        onChange={({ currentTarget }) => send({ do: 'speed', factor: Number(currentTarget.value) })}
      >
        {[...new Set([...SPEEDS, speed])]
          .sort((one, other) => one - other)
          .map((factor) => (
            <option key={factor} value={String(factor)}>
              {factor}×
            </option>
          ))}
      </select>
      <span class="steps">
        {STEPS.map(([label, name, seconds]) => (
          <button
            type="button"
            key={label}
            aria-label={`${label}: ${name}`}
            onClick={() => send({ do: 'forward', seconds })}
          >
            {label}
          </button>
        ))}
      </span>
    </div>
  );
}
