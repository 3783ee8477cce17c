/** The address of acknowledge links in a rehearsal, which the room answers itself. */
const ANSWERS = 'https://answers.invalid/';

/** Only web addresses are links; those of a rehearsal lead to the room. */
export function hrefOf(url: string): string | undefined {
  if (url.startsWith(ANSWERS)) return `/answers${url.slice(ANSWERS.length)}`;
  return /^https:\/\//.test(url) ? url : undefined;
}

/** A text whose web addresses are links. */
export function Linked({ text }: { readonly text: string }) {
  const parts = text.split(/(https:\/\/[^\s)\]>]+)/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <a key={index} href={hrefOf(part)} target="_blank" rel="noreferrer noopener">
            {part}
          </a>
        ),
      )}
    </>
  );
}
