import type { ComponentChildren } from 'preact';
import { hrefOf } from './linked';

type Node = Readonly<Record<string, unknown>>;

const nodes = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter((each): each is Node => typeof each === 'object' && each !== null) : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A message in Teams: the Adaptive Card that it carries. */
export function Teams({ payload }: { readonly payload: object }) {
  const cards = nodes((payload as Node).attachments).map(({ content }) => content as Node);
  return (
    <div class="teams">
      {cards.map((card, index) => (
        <div key={index}>
          {nodes(card.body).map((element, nth) => (
            <Element key={nth} element={element} />
          ))}
          <p class="actions">
            {nodes(card.actions).map(({ title, url }) => (
              <a key={text(url)} class="button" href={hrefOf(text(url))} target="_blank" rel="noreferrer noopener">
                {text(title)}
              </a>
            ))}
          </p>
        </div>
      ))}
    </div>
  );
}

function Element({ element }: { readonly element: Node }): ComponentChildren {
  if (element.type === 'Container') {
    return (
      <div class={`container ${text(element.style)}`}>
        {nodes(element.items).map((each, index) => (
          <Element key={index} element={each} />
        ))}
      </div>
    );
  }
  return (
    <p>
      {nodes(element.inlines).map((inline, index) => (
        <Inline key={index} inline={inline} />
      ))}
    </p>
  );
}

function Inline({ inline }: { readonly inline: Node }): ComponentChildren {
  const words = text(inline.text);
  const action = inline.selectAction as Node | undefined;
  if (action !== undefined) {
    return (
      <a href={hrefOf(text(action.url))} target="_blank" rel="noreferrer noopener">
        {words}
      </a>
    );
  }
  if (inline.weight === 'Bolder') return <b>{words}</b>;
  return inline.isSubtle === true ? <small class="muted">{words}</small> : words;
}
