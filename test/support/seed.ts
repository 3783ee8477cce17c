import fc from 'fast-check';

// A check that fails by chance holds up whoever passes by: new cases are for `npm run soak`, which draws its own seed.
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 2026) });
