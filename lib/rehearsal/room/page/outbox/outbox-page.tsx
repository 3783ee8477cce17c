import { useState } from 'preact/hooks';
import type { Moment, OutboxView, SentView } from '../../protocol';
import { dayHourMinute } from '../format';
import { useAnswer } from '../server-data';
import { Discord } from './discord';
import { Linked } from './linked';
import { Slack } from './slack';
import { Teams } from './teams';

/** Every message, as its receiver sees it. */
export function OutboxPage({ moment }: { readonly moment: Moment }) {
  const [to, setTo] = useState('');
  const outbox = useAnswer<OutboxView>('/api/outbox', moment);
  if (outbox === undefined)
    return (
      <p class="note" aria-busy="true">
        Reading the messages …
      </p>
    );
  const receivers = [...new Set(outbox.sent.map((each) => each.to))].sort();
  const shown = outbox.sent.filter((each) => to === '' || each.to === to);
  return (
    <div class="content">
      <h1 class="unseen">Outbox</h1>
      <div class="toolbar">
        <label>
          Receiver
          <select value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)}>
            <option value="">all</option>
            {receivers.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <span class="muted">
          {shown.length} {shown.length === 1 ? 'message' : 'messages'}
          {outbox.more > 0 && `, and ${outbox.more} older ones`}
        </span>
      </div>
      {outbox.problems.map((problem) => (
        <p class="warning" key={problem}>
          {problem}
        </p>
      ))}
      {shown.length === 0 && (
        <p class="note">
          Nobody has received anything yet. Break something, and watch who is notified, when and of what.
        </p>
      )}
      <ol class="messages">
        {shown.map((each, index) => (
          <li key={`${each.time} ${each.to} ${shown.length - index}`} class="message">
            <p class="meta">
              <time>{dayHourMinute(each.time)} UTC</time> <b>{each.to}</b> <span>{KINDS[each.content.is]}</span>
            </p>
            <Content sent={each} />
          </li>
        ))}
      </ol>
    </div>
  );
}

const KINDS: Readonly<Record<SentView['content']['is'], string>> = {
  slack: 'Slack',
  discord: 'Discord',
  teams: 'Teams',
  webhook: 'web request',
  sms: 'SMS',
  email: 'e-mail',
  program: 'a program',
};

function Content({ sent: { content } }: { readonly sent: SentView }) {
  switch (content.is) {
    case 'slack':
      return <Slack payload={content.payload} />;
    case 'discord':
      return <Discord payload={content.payload} />;
    case 'teams':
      return <Teams payload={content.payload} />;
    case 'sms':
      return (
        <div class="phone">
          <p class="bubble">{content.text}</p>
          <small>
            {content.text.length} characters, {content.parts} {content.parts === 1 ? 'part' : 'parts'}
          </small>
        </div>
      );
    case 'email':
      return (
        <div class="mail">
          <h2>{content.subject}</h2>
          <pre>
            <Linked text={content.text} />
          </pre>
          {content.note !== undefined && <small>{content.note}</small>}
        </div>
      );
    case 'webhook':
      return <pre class="code">{JSON.stringify(content.payload, null, 2)}</pre>;
    case 'program':
      return <pre class="code">{content.payload}</pre>;
  }
}
