const { readdirSync } = require('node:fs');

/** Every folder of lambdas/ is a feature that is none of these: a new one keeps the law without being named here. */
const others = ['core', 'contracts', 'store', 'platform', 'export', 'threatexchange', 'taxii'];
const folders = readdirSync(`${__dirname}/lambdas`).filter((name) => !others.includes(name));
const features = `(${folders.join('|')})`;
const core = '^lambdas/core/';
const contracts = '(^lambdas/contracts/|\\.contract\\.ts$)';
const aws = 'node_modules/(@aws-sdk|@smithy|@middy|@aws-lambda-powertools|@types/aws-lambda)/';

/** The import law of the house: who may know whom. test/unit/import-law.test.ts proves each rule by a file that breaks it. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment:
        'core imports itself, zod, node:crypto, the pure parsers and signers; no AWS, no I/O',
      severity: 'error',
      from: { path: core },
      to: {
        pathNot: [
          core,
          'node_modules/(zod|tldts|tldts-core|ipaddr\\.js|libphonenumber-js|standardwebhooks)/',
          '^(node:)?(crypto|url)$',
        ],
      },
    },
    {
      name: 'contracts-are-light',
      severity: 'error',
      from: { path: contracts },
      to: { pathNot: [contracts, core, 'node_modules/zod/'] },
    },
    {
      name: 'store-knows-tables-only',
      severity: 'error',
      from: { path: '^lambdas/store/' },
      to: {
        pathNot: ['^lambdas/store/', core, 'node_modules/(@aws-sdk|zod)/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^lambdas/platform/' },
      to: { path: `^lambdas/(${features}|export|threatexchange)/` },
    },
    {
      name: 'features-meet-in-core',
      severity: 'error',
      from: { path: `^lambdas/${features}/` },
      to: { path: `^lambdas/${features}/`, pathNot: ['^lambdas/$1/'] },
    },
    {
      name: 'features-are-not-surfaces',
      severity: 'error',
      from: { path: `^lambdas/${features}/` },
      to: { path: '^lambdas/(threatexchange|taxii|export)/' },
    },
    {
      name: 'behaviour-knows-no-edge',
      comment: 'only the root of a function (x.handler.ts) wires platform to behaviour',
      severity: 'error',
      from: { path: `^lambdas/(${features}|export|threatexchange)/`, pathNot: '\\.handler\\.ts$' },
      to: { path: '^lambdas/platform/' },
    },
    {
      name: 'handlers-are-roots',
      severity: 'error',
      from: {},
      to: { path: '\\.handler\\.ts$' },
    },
    {
      name: 'aws-stays-at-the-edges',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: ['^lambdas/(platform|store)/', '\\.handler\\.ts$'] },
      to: { path: aws },
    },
    {
      name: 'infrastructure-imports-contracts',
      severity: 'error',
      from: { path: '^(bin|lib)/' },
      to: { path: '^lambdas/', pathNot: [core, contracts] },
    },
    {
      name: 'infrastructure-knows-no-core',
      severity: 'error',
      from: { path: '^lib/(stacks|constructs)/' },
      to: { path: core },
    },
    {
      name: 'one-way-out',
      comment: 'the guarded call is the only way out of the system, besides the AWS SDK',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: ['^lambdas/platform/egress/'] },
      to: {
        path: [
          '^(node:)?(_?http|_?https|http2|net|tls|_tls_.+|dgram|child_process|cluster|worker_threads|inspector|quic)(/|$)',
          'node_modules/(undici|axios|got|node-fetch|ws)/',
        ],
      },
    },
    {
      name: 'names-are-asked-in-one-place',
      severity: 'error',
      from: { path: '^lambdas/', pathNot: ['^lambdas/platform/dns\\.ts$'] },
      to: { path: '^(node:)?dns(/|$)' },
    },
    {
      name: 'deployed-code-knows-no-tooling',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { path: '^(bin|lib|bench|test)/' },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
