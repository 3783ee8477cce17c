import { type Cell, type Column, type Page, type Style, table } from '../../rehearsal/preview/table';
import {
  type Followed,
  type QuestionRecord,
  readingInWords,
  type VerificationRecord,
} from '../../rehearsal/verification/record';

const MARKS: Readonly<Record<Followed, Cell>> = {
  default: { text: 'as assumed' },
  reading: { text: 'otherwise', style: 'alert' },
  mixed: { text: 'both', style: 'alert' },
  neither: { text: 'neither', style: 'alert' },
  'not answered': { text: 'not asked', style: 'faint' },
};
const COLUMNS: readonly Column[] = [{ atMost: 12 }, { atMost: 20 }, {}];

/** What AWS answered. */
export function resultText(record: VerificationRecord, page: Page): string {
  const sections = [
    readingSection(record, page),
    questionSection(record, page),
    shapeSection(record, page),
    refusalSection(record, page),
  ];
  return `${sections
    .filter((lines) => lines.length > 1)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Each reading with what AWS was seen to do. */
function readingSection({ readings }: VerificationRecord, page: Page): string[] {
  const rows = readings.flatMap((reading): Cell[][] => {
    const { name, follows } = reading;
    const text = readingInWords(reading);
    if (text === undefined) return [];
    const isKnown = follows === 'default' || follows === 'reading';
    return [[MARKS[follows], { text: name }, { text: isKnown ? text : `open whether ${text}` }]];
  });
  return [page.paint('strong', 'Readings of the documentation'), ...table(rows, COLUMNS, page)];
}

/** What no reading explains, and what could not be asked. */
function questionSection({ questions }: VerificationRecord, page: Page): string[] {
  const rows = questions.flatMap((question): Cell[][] => {
    const { id, asks, follows, problem, reply } = question;
    if (problem !== undefined) return [[{ text: 'no answer', style: 'warning' }, { text: id }, { text: problem }]];
    if (follows.includes('default')) return [];
    const [style, text]: [Style, string] = follows.length === 0 ? ['alert', 'unknown'] : ['warning', 'otherwise'];
    return [[{ text, style }, { text: id }, { text: `${asks} AWS: ${reply}. ${expectedText(question)}` }]];
  });
  const asAssumed = questions.filter(({ follows }) => follows.includes('default')).length;
  return [
    page.paint('strong', `Questions: ${asAssumed} of ${questions.length} are answered as assumed`),
    ...(rows.length === 0 ? ['  No answer differs.'] : table(rows, COLUMNS, page)),
  ];
}

const expectedText = ({ expected }: QuestionRecord): string =>
  `Expected: ${Object.entries(expected)
    .map(([name, reply]) => `${reply} (${name})`)
    .join(', ')}.`;

function shapeSection({ shapes }: VerificationRecord, page: Page): string[] {
  const others = shapes.filter(({ outcome }) => outcome !== 'as simulated');
  const rows = others.map(({ outcome, rules, questions, notCompared }): Cell[] => [
    { text: outcome, style: outcome === 'differs' || outcome === 'refused' ? 'alert' : 'warning' },
    { text: rules[0] as string },
    {
      text: [...new Set([...questions.map(differenceText), ...notCompared.map((each) => `Not compared: ${each}.`)])]
        .filter((text) => text !== '')
        .join(' '),
    },
  ]);
  const same = shapes.length - others.length;
  return [
    page.paint('strong', `Conditions: ${same} of ${shapes.length} behave as simulated`),
    ...(rows.length === 0 ? ['  None differs.'] : table(rows, COLUMNS, page)),
  ];
}

function differenceText({ follows, reply, expected, words, problem }: QuestionRecord): string {
  if (problem !== undefined) return problem;
  if (follows.includes('default')) return '';
  if (reply === 'refused') return words;
  const readings = follows.length === 0 ? 'no reading has that' : `as ${follows.join(', ')}`;
  return `AWS: ${reply}; simulated: ${expected['default']}; ${readings}.`;
}

function refusalSection({ refusals }: VerificationRecord, page: Page): string[] {
  const refused = refusals.filter(({ outcome }) => outcome === 'refused').length;
  const rows = refusals
    .filter(({ outcome }) => outcome !== 'refused')
    .map(({ id, outcome, message = 'Vigil says that CloudWatch refuses it.' }): Cell[] => [
      { text: outcome === 'accepted' ? 'accepted' : 'no answer', style: 'warning' },
      { text: id },
      { text: message },
    ]);
  return [
    page.paint('strong', `Invalid alarms: ${refused} of ${refusals.length} are refused`),
    ...(rows.length === 0 ? ['  The record has the text of each refusal.'] : table(rows, COLUMNS, page)),
  ];
}
