import type { AlarmStatus } from '../protocol';

const WORDS: Readonly<Record<AlarmStatus['state'], readonly [sign: string, words: string]>> = {
  ALARM: ['▲', 'In alarm'],
  OK: ['✓', 'OK'],
  INSUFFICIENT_DATA: ['…', 'Insufficient data'],
};

/** The state of an alarm, by a sign as well as by a colour. */
export function StateBadge({
  state,
  hasWords = false,
}: {
  readonly state: AlarmStatus['state'];
  readonly hasWords?: boolean;
}) {
  const [sign, words] = WORDS[state];
  return (
    <span class={`badge ${state}`} title={words}>
      <span aria-hidden="true">{sign}</span>
      <span class={hasWords ? 'words' : 'unseen'}>{words}</span>
    </span>
  );
}
