import { bundle } from '../../tools/bundle.mjs';

/** What runs in Lambda is bundled once before all tests: constructs deploy the bundle, also from the sources. */
export default bundle;
