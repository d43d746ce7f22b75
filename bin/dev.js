#!/usr/bin/env node
void import('../src/scripts/bundle.mjs').then(() => require('../dist/main.cjs').main())
