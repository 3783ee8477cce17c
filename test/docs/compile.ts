import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** A folder that does not exist, among the real files. */
const folder = join(root, 'test', 'docs', 'examples');

/** By the name of a file. */
type Sources = Readonly<Record<string, string>>;

/** What the compiler says of files that exist only here, each in the folder of its page. */
export function mistakesIn(pages: Readonly<Record<string, Sources>>): string[] {
  const files = new Map(
    Object.entries(pages).flatMap(([page, sources]) =>
      Object.entries(sources).map(([name, code]) => [join(folder, page, name), code] as const),
    ),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    types: ['node', 'aws-lambda'],
    // the sources: what is built may be old, or not there at all
    paths: {
      'cdk-vigil': [join(root, 'lib', 'index.ts')],
      'cdk-vigil/catalogue': [join(root, 'lib', 'catalogue', 'index.ts')],
      'cdk-vigil/lambda': [join(root, 'lambda', 'runtime', 'index.ts')],
      'cdk-vigil/agent': [join(root, 'lambda', 'agent', 'index.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.directoryExists = (path) => path.startsWith(folder) || (directoryExists?.(path) ?? true);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, ...more) => {
    const code = files.get(file);
    return code === undefined ? getSourceFile(file, ...more) : ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const diagnostics = [...files.keys()].flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  );
  return diagnostics.map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  );
}
