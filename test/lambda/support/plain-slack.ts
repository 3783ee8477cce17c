import type { SlackMessage } from '../../../lambda/shared/rendering/slack';

// biome-ignore lint/suspicious/noExplicitAny: blocks are what they are
type Json = any;

/** A Slack message as lines that a person can read: one per block, `*bold*`, `_italic_`, `<link>`. */
export function plainSlack({ blocks, attachments }: SlackMessage): string[] {
  const [attachment] = attachments;
  return [...blocks.map(inLine), `colour ${attachment?.color}`, ...(attachment?.blocks ?? []).map(inLine)];
}

function inLine(block: Json): string {
  if (block.type === 'image') return `picture ${block.image_url} (${block.alt_text})`;
  return block.elements.map(element).join('');
}

function element(part: Json): string {
  if (part.type === 'rich_text_section') return part.elements.map(piece).join('');
  const mark = (index: number) => (part.style === 'ordered' ? `${index + 1}.` : '-');
  return part.elements.map((item: Json, index: number) => `\n${mark(index)} ${element(item)}`).join('');
}

function piece({ type, text, url, style, usergroup_id, range }: Json): string {
  if (type === 'link') return `${text} <${url}>`;
  if (type === 'usergroup') return `@${usergroup_id}`;
  if (type === 'broadcast') return `@${range}`;
  const mark = style?.bold ? '*' : style?.italic ? '_' : '';
  return `${mark}${text}${mark}`;
}
