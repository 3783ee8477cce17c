import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  Application,
  type Comment,
  type DeclarationReflection,
  type ParameterReflection,
  ReflectionKind,
  type SignatureReflection,
} from 'typedoc';

// Writes API.md, what the package exports, from its sources: `npm run docs`.

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

interface Target {
  readonly types?: string;
  /** For `require`, where `import` has another. */
  readonly default?: string | Target;
}

/** `cdk-vigil/catalogue` with its source, for each entry point that has types. */
const entryPoints = Object.entries<string | Target>(manifest.exports).flatMap(([path, target]) => {
  const types = typesOf(target);
  const source = types?.replace('./dist/', '').replace('.d.ts', '.ts');
  return source === undefined ? [] : [{ name: path.replace('.', manifest.name), source }];
});

function typesOf(target: string | Target | undefined): string | undefined {
  if (target === undefined || typeof target === 'string') return undefined;
  return target.types ?? typesOf(target.default);
}

const INTRODUCTION = `# API

<!-- written by \`npm run docs\` from the sources: change the docstrings, not this file -->

What \`${manifest.name}\` exports, with the first sentence of each docstring; your editor shows the rest.
`;

async function page(): Promise<string> {
  const application = await Application.bootstrap({
    entryPoints: entryPoints.map(({ source }) => root + source),
    tsconfig: `${root}tsconfig.json`,
    basePath: root,
    // types are checked by \`npm run types\`
    skipErrorChecking: true,
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    disableSources: true,
    logLevel: 'Error',
    sort: ['alphabetical'],
  });
  const project = await application.convert();
  if (project?.children === undefined) throw new Error('The sources cannot be read.');
  const modules = project.children;
  const parts = entryPoints.map(({ name, source }) => {
    const module = modules.find((each) => source === `${each.name}.ts` || source === `${each.name}/index.ts`);
    if (module === undefined)
      throw new Error(`TypeDoc has no module '${source}', only ${modules.map((each) => each.name)}.`);
    return [`## \`${name}\`\n`, ...membersOf(module).flatMap(exported)].join('\n');
  });
  return [INTRODUCTION, ...parts].join('\n');
}

const membersOf = ({ children = [] }: DeclarationReflection): DeclarationReflection[] =>
  children.filter(({ name, flags }) => !name.startsWith('_') && !flags.isPrivate && !flags.isProtected);

function exported(reflection: DeclarationReflection): string[] {
  const { name, kind } = reflection;
  if (kind === ReflectionKind.Reference) return [`### ${name}\n`, 'As in the entry point above.\n'];
  const heading = [`### ${KINDS[kind] ?? ''}${name}\n`];
  if (reflection.signatures !== undefined) return [...heading, ...reflection.signatures.flatMap(signature)];
  const about = sentence(reflection.comment);
  const text = about === '' ? [] : [`${about}\n`];
  const members = membersOf(reflection).flatMap(member);
  if (members.length === 0) return [...heading, ...text, ...declared(reflection)];
  const bases = (reflection.extendedTypes ?? []).map((type) => type.toString());
  const from = bases.length === 0 ? [] : [`Extends ${bases.map((base) => `\`${base}\``).join(', ')}.\n`];
  return [...heading, ...text, ...from, '| | Type | |', '|-|-|-|', ...members, ''];
}

const KINDS: Readonly<Record<number, string>> = {
  [ReflectionKind.Class]: 'class ',
  [ReflectionKind.Interface]: 'interface ',
  [ReflectionKind.Enum]: 'enum ',
  [ReflectionKind.TypeAlias]: 'type ',
};

const declared = ({ name, kind, type }: DeclarationReflection): string[] =>
  type === undefined ? [] : [`\`${kind === ReflectionKind.TypeAlias ? `type ${name} =` : `${name}:`} ${type}\`\n`];

const signature = (of: SignatureReflection): string[] => [`\`${callOf(of)}\`\n`, ...describedBy(of.comment)];

const describedBy = (comment: Comment | undefined): string[] =>
  sentence(comment) === '' ? [] : [`${sentence(comment)}\n`];

function callOf({ name, parameters = [], type, kind }: SignatureReflection): string {
  const list = parameters.map(parameter).join(', ');
  return kind === ReflectionKind.ConstructorSignature ? `new ${type}(${list})` : `${name}(${list}): ${type}`;
}

const parameter = ({ name, type, flags, defaultValue }: ParameterReflection): string =>
  `${flags.isRest ? '...' : ''}${name}${flags.isOptional || defaultValue !== undefined ? '?' : ''}: ${type}`;

/** A line of the table for a property, an accessor, a member of an enum, or each signature of a method. */
function member(reflection: DeclarationReflection): string[] {
  const { name, flags, comment, signatures, getSignature, type } = reflection;
  const label = `${flags.isStatic ? 'static ' : ''}${name}${flags.isOptional ? '?' : ''}`;
  if (signatures !== undefined) {
    return signatures.map((each) => row(label, callOf(each), each.comment));
  }
  if (getSignature !== undefined) return [row(label, `${getSignature.type}`, getSignature.comment)];
  return [row(label, `${type}`, comment)];
}

function row(label: string, type: string, comment: Comment | undefined): string {
  const cells = [`\`${label}\``, `\`${type}\``, [sentence(comment), defaultOf(comment)].join(' ').trim()];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** The first sentence, in one line. */
function sentence(comment: Comment | undefined): string {
  const text = (comment?.summary ?? [])
    .map((part) => part.text)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.?!](?= |$)/.exec(text)?.[0] ?? text;
}

function defaultOf(comment: Comment | undefined): string {
  const tag = comment?.getTag('@default') ?? comment?.getTag('@defaultValue');
  if (tag === undefined) return '';
  const text = tag.content
    .map((part) => part.text)
    .join('')
    .replaceAll(/```\w*|\s+/g, ' ')
    .trim();
  return `Default: ${text.replace(/^- /, '')}.`.replace('..', '.');
}

const target = `${root}API.md`;
const text = await page();
// what is up to date stays untouched
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
