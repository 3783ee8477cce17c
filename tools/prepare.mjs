// npm runs this after `npm ci` in a clone, where it has nothing to do, and when somebody installs Vigil from git: npm then packs what
// it has cloned, far from the folder that it installs into, and does not run `prepack`.
if (process.env.npm_config_local_prefix !== process.cwd()) await import('./build.mjs');
