import type { ComponentChildren } from 'preact';
import { hrefOf } from './linked';

type Node = Readonly<Record<string, unknown>>;

const nodes = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter((each): each is Node => typeof each === 'object' && each !== null) : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A message in Slack: its blocks, and its attachments with a bar of their colour. */
export function Slack({ payload }: { readonly payload: object }) {
  const { blocks, attachments } = payload as Node;
  return (
    <div class="slack">
      <span class="avatar" aria-hidden="true">
        V
      </span>
      <div>
        <b>Vigil</b> <small class="app">APP</small>
        {nodes(blocks).map((block, index) => (
          <Block key={index} block={block} />
        ))}
        {nodes(attachments).map((attachment, index) => (
          <div class="attachment" key={index} style={{ borderColor: colorOf(attachment.color) }}>
            {nodes(attachment.blocks).map((block, nth) => (
              <Block key={nth} block={block} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const colorOf = (value: unknown): string => (/^#[0-9a-f]{6}$/i.test(text(value)) ? text(value) : '#999999');

function Block({ block }: { readonly block: Node }) {
  if (block.type === 'rich_text')
    return (
      <>
        {nodes(block.elements).map((each, index) => (
          <Element key={index} element={each} />
        ))}
      </>
    );
  if (block.type === 'image') return <p class="muted">[{text(block.alt_text)}]</p>;
  return <pre class="code">{JSON.stringify(block, null, 2)}</pre>;
}

function Element({ element }: { readonly element: Node }): ComponentChildren {
  const inner = nodes(element.elements).map((each, index) => <Element key={index} element={each} />);
  switch (element.type) {
    case 'rich_text_section':
      return <p>{inner}</p>;
    case 'rich_text_list':
      return element.style === 'ordered' ? (
        <ol>
          {inner.map((each, index) => (
            <li key={index}>{each}</li>
          ))}
        </ol>
      ) : (
        <ul>
          {inner.map((each, index) => (
            <li key={index}>{each}</li>
          ))}
        </ul>
      );
    case 'text':
      return styled(text(element.text), (element.style ?? {}) as Node);
    case 'link':
      return (
        <a href={hrefOf(text(element.url))} target="_blank" rel="noreferrer noopener">
          {text(element.text) || text(element.url)}
        </a>
      );
    case 'broadcast':
      return <mark>@{text(element.range)}</mark>;
    case 'usergroup':
      return <mark>@{text(element.usergroup_id)}</mark>;
    default:
      return null;
  }
}

function styled(words: string, { bold, italic }: Node): ComponentChildren {
  const inner = bold === true ? <b>{words}</b> : words;
  return italic === true ? <i>{inner}</i> : inner;
}
