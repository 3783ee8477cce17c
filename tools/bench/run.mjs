// What the defaults cost per set of services, beside what they may cost: without what a Vigil has once, such as its topics, their
// key and the watch on text messages, which has a column of its own. Ends with 1 if a target is missed that does not depend on
// the machine.
import { measure } from './measure.mjs';

// 16 sets are 400 resources in one stack
const SIZES = [
  ['stacks of 16', 1, 5],
  ['stacks of 16', 10, 5],
  ['stacks of 16', 100, 1],
  ['stacks of 16', 500, 1],
  ['stack each', 10, 3],
  ['one stack', 16, 3],
];

const dollars = (value) => `$${value.toFixed(2)}`;
const kilobytes = (value) => `${(value / 1000).toFixed(1)} KB`;
const percent = (value) => `${Math.round(100 * value)} %`;
const TARGETS = [
  { name: 'billed alarm metrics per set', of: perSet('metrics'), atMost: 25 },
  { name: 'alarms and composites per set, a month', of: perSet('dollars'), atMost: 3.5, as: dollars },
  { name: 'template added per set, minified', of: perSet('bytes'), atMost: 45_000, as: kilobytes },
  { name: 'widgets per set', of: perSet('widgets'), atMost: 40, as: (value) => value.toFixed(1) },
  { name: 'widgets of the longest dashboard', of: ({ longest }) => longest, atMost: 100 },
  { name: 'alarms', of: ({ alarms }) => alarms, atMost: Infinity },
  { name: 'templates', of: ({ templates }) => templates, atMost: Infinity },
  { name: 'resources of the largest template', of: ({ resources }) => resources, atMost: 450 },
  { name: 'bytes of the largest template', of: ({ largest }) => largest, atMost: 800_000, as: kilobytes },
  { name: 'dashboards', of: ({ dashboards }) => dashboards, atMost: Infinity },
  { name: 'of the nearest limit of AWS', of: ({ fullest }) => fullest.share, atMost: 1, as: percent },
];
// half of what cdk-monitoring-constructs 10.2 adds for the same sets: 1.2 times the synthesis without it, from 10 sets on
const RATIO_OF_CPU = 0.6;
/** Of template bytes per further set, from 100 to 500 as against 10 to 100. */
const GROWTH = 1.05;

const once = measure('one stack', 0, 1);
const sizes = SIZES.map(([layout, sets, runs]) => {
  process.stderr.write(`${layout}, ${sets} sets: ${runs} times without and with Vigil\n`);
  return measure(layout, sets, runs);
});
const heads = sizes.map(({ layout, sets }) => `${layout}, N = ${sets}`);
const rows = TARGETS.map(({ name, of, atMost, as = String }) => ({
  name,
  target: atMost === Infinity ? '' : `<= ${as(atMost)}`,
  once: as(of(once)),
  values: sizes.map((size) => ({ text: as(of(size)), missed: of(size) > atMost })),
}));
const growth = perFurtherSet('bytes', 100, 500) / perFurtherSet('bytes', 10, 100);
const times = [
  { name: 'CPU of the synthesis without Vigil', of: ({ floorCpu }) => `${floorCpu} ms` },
  { name: 'CPU that Vigil adds', of: ({ cpu }) => `${cpu} ms` },
  { name: '  per set', of: ({ cpu, sets }) => `${(cpu / sets).toFixed(1)} ms` },
  { name: 'memory of the synthesis', of: ({ megabytes }) => `${megabytes} MB` },
  {
    name: '  CPU as a ratio to the synthesis without',
    target: `<= ${RATIO_OF_CPU}`,
    of: ({ cpu, floorCpu }) => (cpu / floorCpu).toFixed(2),
  },
].map(({ name, target = '', of }) => ({ name, target, once: '', values: sizes.map((size) => ({ text: of(size) })) }));

print([{ name: '', target: 'target', once: 'once', values: heads.map((text) => ({ text })) }, ...rows, ...times]);
for (const { layout, sets, fullest } of sizes) {
  console.log(
    `${layout}, N = ${sets}: nearest limit: ${fullest.subject}, ${fullest.used} of ${fullest.limit} ${fullest.measure}`,
  );
}
console.log(
  `Growth of the templates per further set, 100 to 500 against 10 to 100: ${growth.toFixed(3)}, target <= ${GROWTH}`,
);
console.log(
  `CPU per further set: 10 to 100 ${perFurtherSet('cpu', 10, 100).toFixed(1)} ms, 100 to 500 ${perFurtherSet('cpu', 100, 500).toFixed(1)} ms`,
);
const missed = rows.filter(({ values }) => values.some((value) => value.missed)).map(({ name }) => name);
if (growth > GROWTH) missed.push('linear growth');
console.log(missed.length === 0 ? 'All targets met.' : `Missed: ${missed.join('; ')}.`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** Of no set at all, it is what a Vigil has once. */
function perSet(figure) {
  return (size) => (size.sets === 0 ? size[figure] : (size[figure] - once[figure]) / size.sets);
}

function perFurtherSet(figure, from, to) {
  const [less, more] = [from, to].map((sets) =>
    sizes.find((size) => size.layout === 'stacks of 16' && size.sets === sets),
  );
  return (more[figure] - less[figure]) / (to - from);
}

function print(table) {
  const cells = table.map(({ name, target, once, values }) => [
    name,
    target,
    once,
    ...values.map(({ text, missed }) => `${text}${missed ? ' !' : ''}`),
  ]);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    console.log(
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
    );
  }
}
