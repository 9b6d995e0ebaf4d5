// What the linter asks for. Every ban of our own says what to do instead.
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import globals from 'globals'
import typescript from 'typescript-eslint'

/** Node 18, in the runtime that stands in for the pinned Electron (docs/adr/0002), lacks these. */
const tooNew = (object, property) => ({ object, property, message: 'Node 18 does not have it.' })

const html = (property) => ({
  property,
  message: 'It turns text into markup. Draw it in a template, which escapes it.',
})

// What ESLint's own recommended set (a package of its own now) would add to typescript-eslint's and to the compiler.
const mistakes = [
  'no-async-promise-executor',
  'no-cond-assign',
  'no-constant-condition',
  'no-control-regex',
  'no-empty',
  'no-eval',
  'no-fallthrough',
  'no-irregular-whitespace',
  'no-loss-of-precision',
  'no-misleading-character-class',
  'no-new-func',
  'no-prototype-builtins',
  'no-self-assign',
  'no-unsafe-finally',
  'no-unsafe-optional-chaining',
  'no-useless-escape',
  'require-yield',
]

// Types that come out of a template (`useTemplateRef`) or a `.vue` import are known to vue-tsc alone.
const needsTemplateTypes = [
  'no-base-to-string',
  'no-redundant-type-constituents',
  'no-unnecessary-type-assertion',
  'no-unsafe-argument',
  'no-unsafe-assignment',
  'no-unsafe-call',
  'no-unsafe-member-access',
  'no-unsafe-return',
  'no-useless-default-assignment',
]

const all = (names, level, prefix = '') => Object.fromEntries(names.map((name) => [prefix + name, level]))

const bannedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'No enums: an `as const` list and a union type of it.' },
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrels: import from the file that holds it, so that one search finds every use.',
  },
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only, so that a thing has one name everywhere.',
  },
  {
    selector:
      'ImportDeclaration[source.value="electron"] > :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier)',
    message: 'Import from electron by name: the rules about who may use what go by the names.',
  },
  {
    selector:
      'ImportDeclaration[source.value="zod"] > :matches(ImportSpecifier[imported.name="z"], ImportDefaultSpecifier)',
    message: "`import * as z from 'zod'`: the other form puts 360 kB more into the preload.",
  },
]

const withoutDefaultExport = bannedSyntax.filter(({ selector }) => selector !== 'ExportDefaultDeclaration')

const bannedImports = {
  paths: [
    {
      name: 'electron',
      importNames: ['ipcMain'],
      message:
        'Only electron/ipc/serve.ts listens: add a call to shared/contract instead (ARCHITECTURE.md, To add a call).',
    },
  ],
  patterns: [
    { regex: '(^|/)(utils|common|misc)(/|\\.ts$)', message: 'Name the file after its subject, not `utils`.' },
    { regex: '(?<!contract|\\.)/index\\.ts$', message: 'No barrels: import from the file that holds it.' },
    { regex: '^\\.{1,2}/(?!.*\\.[a-z]+(\\?[a-z]+)?$)', message: 'Write the file ending too: `./name.ts`.' },
  ],
}

export default typescript.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', 'coverage/'] },

  {
    files: ['**/*.{ts,vue}'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...all(mistakes, 'error'),
      'no-restricted-properties': [
        'error',
        html('innerHTML'),
        html('outerHTML'),
        html('insertAdjacentHTML'),
        tooNew('URL', 'canParse'),
        tooNew('AbortSignal', 'any'),
        tooNew('Promise', 'withResolvers'),
      ],
      'no-restricted-syntax': ['error', ...bannedSyntax],
      'no-restricted-imports': ['error', bannedImports],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Types are those of the newest Electron and Node; the checks are for the oldest that the code runs on.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Spreading a string into its characters is how they are counted.
      '@typescript-eslint/no-misused-spread': 'off',
      // Things here are objects of closures, without `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Node's promises of nothing in event listeners are caught where they are made.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
    },
  },

  {
    files: ['**/*.vue'],
    extends: [vue.configs['flat/recommended'], accessibility.configs['flat/recommended']],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: typescript.parser, projectService: true, extraFileExtensions: ['.vue'] },
    },
    rules: {
      'no-restricted-syntax': ['error', ...withoutDefaultExport],
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      // Optional props are optional; exactOptionalPropertyTypes keeps them honest.
      'vue/require-default-prop': 'off',
      'vuejs-accessibility/label-has-for': [
        'error',
        { controlComponents: ['BaseEntry'], required: { some: ['nesting', 'id'] } },
      ],
      'vuejs-accessibility/heading-has-content': ['error', { accessibleChildren: ['QuotedText'] }],
      // A dialog puts the focus where work begins; axe and the keyboard story watch over it.
      'vuejs-accessibility/no-autofocus': 'off',
    },
  },

  {
    // What runs inside the app writes to the log, which takes secrets out first.
    files: ['electron/**/*.ts', 'shared/**/*.ts', 'hub/**/*.ts'],
    ignores: ['electron/log.ts', 'hub/cli.ts', '**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },

  {
    files: ['renderer/**/*.{ts,vue}'],
    rules: {
      'no-console': ['error', { allow: ['warn', 'error'] }],
      ...all(needsTemplateTypes, 'off', '@typescript-eslint/'),
    },
  },

  {
    files: ['electron/ipc/serve.ts', 'electron/ipc/listening.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { ...bannedImports, paths: bannedImports.paths.filter(({ name }) => name !== 'electron') },
      ],
    },
  },

  {
    // Tests poke at what they were given.
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  {
    // Tools want a default export in their settings.
    files: ['*.config.ts', 'tests/*.config.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...withoutDefaultExport],
      // electron-vite reads the name that Vite has since changed.
      '@typescript-eslint/no-deprecated': 'off',
    },
  },

  { files: ['**/*.{mjs,cjs}'], languageOptions: { globals: globals.node } },

  prettier,
)
