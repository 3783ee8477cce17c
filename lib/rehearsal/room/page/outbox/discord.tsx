import { hrefOf } from './linked';

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly color?: number;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly footer?: { readonly text: string };
}

/** A message in Discord: what is said, and its embeds. */
export function Discord({ payload }: { readonly payload: object }) {
  const { content, embeds = [] } = payload as { readonly content?: string; readonly embeds?: readonly Embed[] };
  return (
    <div class="discord">
      {content !== undefined && content !== '' && (
        <p>
          <mark>{content}</mark>
        </p>
      )}
      {embeds.map(({ title = '', description = '', color = 0, fields = [], footer }, index) => (
        <div class="attachment" key={index} style={{ borderColor: `#${color.toString(16).padStart(6, '0')}` }}>
          <b>{unescaped(title)}</b>
          <p class="lines">{unescaped(description)}</p>
          {fields.map(({ name, value }) => (
            <div key={name}>
              <b>{name}</b>
              <p class="lines">
                <Markup text={value} />
              </p>
            </div>
          ))}
          {footer !== undefined && <small>{footer.text}</small>}
        </div>
      ))}
    </div>
  );
}

const unescaped = (text: string): string => text.replace(/\\([\\*_~`|>#[\]()<@:-])/g, '$1');

/** Links are all of Discord's markup that the notifier writes. */
function Markup({ text }: { readonly text: string }) {
  const parts = text.split(/\[([^\]]+)\]\(<([^>]+)>\)/);
  return (
    <>
      {parts.map((part, index) => {
        if (index % 3 === 0) return unescaped(part);
        if (index % 3 === 2) return null;
        return (
          <a key={index} href={hrefOf(parts[index + 1] ?? '')} target="_blank" rel="noreferrer noopener">
            {unescaped(part)}
          </a>
        );
      })}
    </>
  );
}
