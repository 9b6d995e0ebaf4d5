// The arrows of ARCHITECTURE.md as rules. Each message says what to do instead.
// build/arrows.test.ts plants one violation of each and sees it caught.

const test = '\\.test\\.ts$'
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)|^(${names.join('|')})$`

// What does not lie in the project itself.
const outside = ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core']

/** From `from` (its tests apart) nothing of the project may be imported but `to`, given as patterns. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: [test] },
  to: {
    dependencyTypesNot: [...outside, 'unknown'],
    pathNot: [...to, 'node_modules/'],
  },
})

/** From `from` (its tests apart, and `except`) `to` may not be imported. */
const never = (name, from, to, comment, except = []) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: [test, ...except] },
  to: { path: to },
})

/** The rooms of electron/ and what each may import of it besides itself. Areas stand before them all, see below. */
const rooms = {
  accounts: ['dockerhub/', 'keychain/', 'disk/'],
  activity: ['dockerhub/', 'inventory/sealed\\.ts', 'disk/', 'reports/csv\\.ts'],
  disk: [],
  docker: ['redact\\.ts'],
  dockerhub: [],
  inventory: ['keychain/', 'disk/'],
  ipc: [],
  keychain: ['disk/'],
  members: ['dockerhub/'],
  notifications: ['timers\\.ts'],
  reports: [],
  tokens: ['keychain/', 'journal\\.ts'],
}

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that import each other, however far around, are one file. Move what both need into a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-broken-imports',
      severity: 'error',
      comment: 'Nothing is there. A misspelt path would also slip through every other rule.',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^virtual:'] },
    },
    never(
      'no-tests-inside',
      '^(electron|renderer|shared|hub)/',
      `${test}|^(tests|build)/`,
      'The app imports nothing of its tests or of the build.',
    ),

    only('shared-is-a-leaf', '^shared/', ['^shared/'], 'shared is a leaf: what it needs is passed in.'),
    {
      name: 'shared-knows-zod-only',
      severity: 'error',
      comment: 'shared runs in main, in the page and in the hub: no Node module and no package but zod.',
      from: { path: '^shared/', pathNot: [test] },
      to: { dependencyTypes: outside, pathNot: [npm('zod')] },
    },
    never(
      'domain-before-contract',
      '^shared/(hub|tokens)/',
      '^shared/contract/',
      'The contract is made of the domain and of the schemas of the Hub; they do not know it.',
    ),

    only(
      'hub-stands-alone',
      '^hub/',
      ['^hub/', '^shared/(hub|tokens)/'],
      'The Local Hub knows shared/hub and shared/tokens only: it could be anybody’s server.',
    ),
    never(
      'hub-without-electron',
      '^hub/',
      npm('electron', 'keytar'),
      'The Local Hub also runs as a plain Node program.',
    ),

    only(
      'electron-asks-shared',
      '^electron/',
      ['^electron/', '^shared/'],
      'The privileged side imports shared only. The page is told by events, the hub is a process of its own.',
    ),
    only(
      'preload-is-the-contract',
      '^electron/preload\\.ts$',
      ['^shared/contract/'],
      'The preload turns the contract into window.granary and never grows. Add a call to shared/contract.',
    ),
    {
      name: 'preload-is-sandboxed',
      severity: 'error',
      comment: 'A sandboxed preload can load electron and nothing else.',
      from: { path: '^electron/preload\\.ts$' },
      to: {
        dependencyTypes: outside,
        pathNot: [npm('electron')],
      },
    },
    {
      name: 'areas-apart',
      severity: 'error',
      comment:
        'Areas do not import each other: what two of them need lies in a module of its subject beside them.',
      from: { path: '^electron/areas/([^/.]+)', pathNot: [test] },
      to: { path: '^electron/areas/', pathNot: ['^electron/areas/$1[/.]'] },
    },
    only(
      'areas-at-the-end',
      '^electron/(?!areas/)[^/]+/',
      ['^electron/(?!areas/)', '^shared/'],
      'Only what composes the app (electron/*.ts) imports an area: areas stand between the door and the subjects.',
    ),
    ...Object.entries(rooms).map(([room, others]) =>
      only(
        `room-${room}`,
        `^electron/${room}/`,
        [`^electron/${room}/`, '^shared/', ...others.map((other) => `^electron/${other}`)],
        `electron/${room} knows ${['shared', ...others.map((other) => other.replace('\\.ts', ''))].join(', ')} only (ARCHITECTURE.md, The rooms): pass in what it needs.`,
      ),
    ),
    never(
      'client-without-electron',
      '^electron/dockerhub/',
      npm('electron', 'keytar', 'electron-store', 'electron-log'),
      'The API client is plain Node: `fetch` and the log are passed in, so that tests hand it the hub itself.',
    ),
    {
      name: 'keytar-in-its-process',
      severity: 'error',
      comment:
        'Only electron/keychain/helper.ts loads keytar: a hanging keychain freezes the process it is called from.',
      from: { pathNot: ['^electron/keychain/helper\\.ts$'] },
      to: { path: npm('keytar', '@github/keytar') },
    },
    {
      name: 'sqlite-in-the-hub',
      severity: 'error',
      comment: 'Only hub/data speaks SQL.',
      from: { pathNot: ['^hub/data/', '^build/'] },
      to: { path: npm('libsql') },
    },

    {
      name: 'page-without-schemas',
      severity: 'error',
      comment:
        'The page takes types from the contract and the forms, never their schemas: it would wait for zod.',
      from: { path: '^renderer/', pathNot: [test] },
      to: {
        path: `${npm('zod')}|^shared/(contract/(?!define\\.ts$)|(settings|administration|tokens/policy)-form\\.ts$)`,
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },

    only(
      'page-asks-shared',
      '^renderer/',
      ['^renderer/', '^shared/'],
      'The page imports renderer and shared. For anything else it calls main through the contract.',
    ),
    {
      name: 'page-knows-no-node',
      severity: 'error',
      comment: 'The page runs in a sandbox: no Node module, no electron, nothing native.',
      from: { path: '^renderer/', pathNot: [test] },
      to: { dependencyTypes: ['core'] },
    },
    never(
      'page-knows-no-electron',
      '^renderer/',
      npm('electron', 'electron-.*', 'keytar', 'libsql'),
      'The page runs in a sandbox: no Node module, no electron, nothing native.',
    ),
    never(
      'stores-ask-main',
      '^renderer/(?!stores/|api\\.ts$)',
      '^renderer/api\\.ts$',
      'Only stores call main. Let a store hold what you need, or give it a function that asks.',
    ),
    never(
      'components-draw',
      '^renderer/components/',
      '^renderer/(stores|pages)/|^renderer/(api|router)\\.ts$|^renderer/App\\.vue$',
      'Components draw what they are given: take it as a prop, tell it as an event. A page joins them to a store.',
      // The frame around every page has no page to join it to a store.
      ['^renderer/components/shell/'],
    ),
    never(
      'stores-hold',
      '^renderer/stores/',
      '^renderer/(pages|components)/|^renderer/router\\.ts$|\\.vue$',
      'Stores know nothing of how things are drawn.',
    ),
    never(
      'composables-below-pages',
      '^renderer/composables/',
      '^renderer/pages/|^renderer/router\\.ts$|^renderer/App\\.vue$',
      'Composables are used by pages and components, not the other way round.',
    ),
    {
      name: 'pages-apart',
      severity: 'error',
      comment: 'Pages do not import each other: what two of them draw is a component.',
      from: { path: '^renderer/pages/([^/.]+)', pathNot: [test] },
      to: { path: '^renderer/pages/', pathNot: ['^renderer/pages/$1[/.]'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^(out|dist|coverage|test-results)/'] },
    // Also what is imported for its types only is an arrow.
    tsPreCompilationDeps: true,
    extraExtensionsToScan: ['.css'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.vue', '.mjs', '.cjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
}
