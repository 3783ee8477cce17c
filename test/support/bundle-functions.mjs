import { bundle, bundlePage } from '../../tools/bundle.mjs';

/** What runs in Lambda and in the browser is bundled once before all tests: constructs deploy the one, `rehearse` serves the other. */
export default () => Promise.all([bundle(), bundlePage()]);
