import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** From the package's one file of constructs, from this file compiled, and from the sources. */
const FOLDERS = ['..', '../..', '../../dist'].map((root) => join(root, 'lambda', 'functions', 'notifier'));

/** The notifier's code, bundled when the package was built. */
export function notifierCode(): Code {
  const bundle = FOLDERS.map((folder) => join(__dirname, folder)).find((folder) =>
    existsSync(join(folder, 'index.js')),
  );
  if (bundle === undefined) throw new Error("There is no bundle of the notifier. Run 'npm run build' first.");
  return Code.fromAsset(bundle);
}
