import { useEffect, useState } from 'preact/hooks';
import type { CallView, CloudView, FunctionView, Moment } from '../protocol';
import { dayHourMinute } from './format';
import { get, useAnswer } from './server-data';

/** The app's own functions, called by hand: what they publish moves the graphs. */
export function FunctionsPage({ moment }: { readonly moment: Moment }) {
  const [functions, setFunctions] = useState<readonly FunctionView[]>();
  const [chosen, setChosen] = useState(0);
  const [calls, setCalls] = useState(0);
  useEffect(() => {
    get<readonly FunctionView[]>('/api/functions').then((found) => {
      setFunctions(found);
      setChosen(
        Math.max(
          0,
          found.findIndex(({ why }) => why === undefined),
        ),
      );
    });
  }, [moment.edition]);
  const cloud = useAnswer<CloudView>(`/api/calls?after=${calls}`, moment);
  if (functions === undefined || cloud === undefined)
    return (
      <p class="note" aria-busy="true">
        Reading the functions …
      </p>
    );
  if (functions.length === 0) return <p class="note content">This assembly has no Lambda functions of its own.</p>;
  return (
    <div class="content">
      <h1 class="unseen">Functions</h1>
      <div class="columns">
        <div>
          <CallForm
            key={`${moment.edition} ${chosen}`}
            {...{ functions, chosen }}
            onChoose={setChosen}
            onCalled={() => setCalls((before) => before + 1)}
          />
          <Calls {...{ functions }} calls={cloud.calls} />
        </div>
        <Kept cloud={cloud} />
      </div>
    </div>
  );
}

interface FormProps {
  readonly functions: readonly FunctionView[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onCalled: () => void;
}

function CallForm({ functions, chosen, onChoose, onCalled }: FormProps) {
  const { why, event: sample = '{}', triggers = [] } = functions[chosen] ?? {};
  const [event, setEvent] = useState(sample);
  const [problem, setProblem] = useState('');
  const [isCalling, setCalling] = useState(false);
  const call = async (): Promise<void> => {
    setCalling(true);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`/api/functions/${chosen}`, { method: 'POST', headers, body: event });
    setProblem(response.ok ? '' : await response.text());
    setCalling(false);
    onCalled();
  };
  return (
    <section class="widget call-form">
      <label>
        Function
        <select value={String(chosen)} onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}>
          {functions.map(({ name, why: refused }, index) => (
            <option key={name} value={String(index)}>
              {name}
              {refused !== undefined && ' (cannot be called)'}
            </option>
          ))}
        </select>
      </label>
      {triggers.length > 0 && <p class="muted">Called by {triggers.join(', ')}</p>}
      {why === undefined ? (
        <>
          <label>
            Event
            <textarea
              rows={14}
              spellcheck={false}
              value={event}
              onInput={({ currentTarget }) => setEvent(currentTarget.value)}
            />
          </label>
          {problem !== '' && <p class="warning">{problem}</p>}
          <button type="button" class="primary" disabled={isCalling} onClick={call}>
            {isCalling ? 'Calling …' : 'Call'}
          </button>
        </>
      ) : (
        <p class="warning">It cannot be called here: {why}.</p>
      )}
    </section>
  );
}

function Calls({ functions, calls }: { functions: readonly FunctionView[]; calls: readonly CallView[] }) {
  return (
    <ol class="calls">
      {calls.map((call, index) => (
        <li key={calls.length - index} class="widget">
          <p class="meta">
            <time>{dayHourMinute(call.time)} UTC</time> <b>{functions[call.function]?.name}</b>{' '}
            <span>
              called by {call.by}, {call.milliseconds} ms
            </span>
          </p>
          {call.error === undefined ? (
            <pre class="code">{call.result}</pre>
          ) : (
            <p class="warning">It failed. {call.error}</p>
          )}
          {call.problems.map((problem) => (
            <p class="warning" key={problem}>
              {problem}
            </p>
          ))}
          <details>
            <summary>
              {call.lines.length} {call.lines.length === 1 ? 'line' : 'lines'} printed
            </summary>
            <pre class="code">{call.lines.join('\n')}</pre>
          </details>
        </li>
      ))}
    </ol>
  );
}

function Kept({ cloud: { tables, queues } }: { cloud: CloudView }) {
  const rows = [
    ...tables.map(({ name, items }) => ({ name, count: items, what: items === 1 ? 'item' : 'items' })),
    ...queues.map(({ name, messages }) => ({ name, count: messages, what: messages === 1 ? 'message' : 'messages' })),
  ];
  return (
    <section class="widget">
      <h2>In memory</h2>
      <p class="muted">Tables, queues and rules of the assembly. Calls of anything else of AWS are refused.</p>
      <ul class="related">
        {rows.map(({ name, count, what }) => (
          <li key={name}>
            {name}: {count} {what}
          </li>
        ))}
      </ul>
    </section>
  );
}
