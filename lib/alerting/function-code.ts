import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';

/** Of Vigil's own functions. By its name, since CDK has a constant for it only since 2.224. */
export const NODE = new Runtime('nodejs24.x', RuntimeFamily.NODEJS);

/** From the package's one file of constructs, from this file compiled, and from the sources. */
const FOLDERS = ['..', '../..', '../../dist'].map((root) => join(root, 'lambda', 'functions'));

/** The code of one of Vigil's own functions. */
export const functionCode = (name: 'notifier' | 'incident-notifier' | 'incident-api'): Code =>
  Code.fromAsset(functionFolder(name));

/** The folder of a function, bundled when the package was built. */
export function functionFolder(name: string): string {
  const bundle = FOLDERS.map((folder) => join(__dirname, folder, name)).find((folder) =>
    existsSync(join(folder, 'index.js')),
  );
  if (bundle === undefined) throw new Error(`There is no bundle of '${name}'. Run 'npm run build' first.`);
  return bundle;
}
