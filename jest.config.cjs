const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.[mc]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } },
    ],
  },
  // middy and the local cloud's queue engine are ES modules only: transformed, and found past their exports.
  moduleNameMapper: { '^@middy/([a-z-]+)$': `${__dirname}/node_modules/@middy/$1/index.js` },
  transformIgnorePatterns: ['/node_modules/(?!(@middy|fauxqs)/)'],
};

module.exports = {
  // Loading aws-cdk-lib takes seconds; only the projects that need it pay for it.
  projects: ['unit', 'component', 'infra', 'journey'].map((layer) => ({
    ...shared,
    displayName: layer,
    rootDir: __dirname,
    testMatch: [`<rootDir>/test/${layer}/**/*.test.ts`],
  })),
  testSequencer: `${__dirname}/jest.sequencer.cjs`,
  testTimeout: 60_000,
};
