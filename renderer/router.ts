// The pages and their addresses. Those that are not needed at the start come in chunks of their own.
import { createRouter, createWebHashHistory, type RouteLocationRaw } from 'vue-router'
import InventoryPage from './pages/InventoryPage.vue'
import LostPage from './pages/LostPage.vue'
import { accountPage, connectPage } from './routes.ts'
import { useAccountsStore } from './stores/accounts.ts'
import { useAppStore } from './stores/app.ts'

const organization = '/a/:accountId/o/:organization'

/** Pages to come back to at the next start. The secret screen is none: its secret may be gone by then. */
const remembered = new Set([
  'connect',
  'account',
  'inventory',
  'token',
  'generate',
  'secrets',
  'insights',
  'replace',
  'compare',
  'activity',
  'all',
  'allToken',
])

export function createAppRouter(history = createWebHashHistory()) {
  const router = createRouter({
    history,
    routes: [
      { path: '/', name: 'home', component: LostPage, beforeEnter: firstPage },
      { path: '/connect', name: 'connect', component: () => import('./pages/ConnectPage.vue') },
      { path: '/compare', name: 'compare', component: () => import('./pages/ComparePage.vue') },
      { path: '/settings', name: 'settings', component: () => import('./pages/SettingsPage.vue') },
      {
        path: '/a/:accountId',
        name: 'account',
        component: () => import('./pages/AccountPage.vue'),
        props: true,
      },
      {
        path: '/a/:accountId/secrets',
        name: 'secrets',
        component: () => import('./pages/KeptPage.vue'),
        props: true,
      },
      { path: '/activity', name: 'activity', component: () => import('./pages/ActivityPage.vue') },
      {
        path: organization,
        component: InventoryPage,
        props: true,
        children: [
          // Nothing beside the table.
          { path: '', name: 'inventory', component: { render: () => null } },
          {
            path: 'tokens/:tokenId',
            name: 'token',
            component: () => import('./pages/TokenPage.vue'),
            props: true,
          },
        ],
      },
      {
        path: '/all',
        component: () => import('./pages/AllPage.vue'),
        props: true,
        children: [
          { path: '', name: 'all', component: { render: () => null } },
          {
            path: ':accountId/:organization/:tokenId',
            name: 'allToken',
            component: () => import('./pages/TokenPage.vue'),
            props: true,
          },
        ],
      },
      {
        path: `${organization}/generate`,
        name: 'generate',
        component: () => import('./pages/GeneratePage.vue'),
        props: true,
      },
      {
        path: `${organization}/replace/:username?`,
        name: 'replace',
        component: () => import('./pages/ReplacePage.vue'),
        props: true,
      },
      {
        path: `${organization}/tokens/:tokenId/edit`,
        name: 'edit',
        component: () => import('./pages/EditPage.vue'),
        props: true,
      },
      {
        path: `${organization}/tokens/:tokenId/rotate`,
        name: 'rotate',
        component: () => import('./pages/RotatePage.vue'),
        props: true,
      },
      {
        path: `${organization}/tokens/:tokenId/secret`,
        name: 'secret',
        component: () => import('./pages/SecretPage.vue'),
        props: true,
      },
      {
        path: `${organization}/tokens/:tokenId/use`,
        name: 'use',
        component: () => import('./pages/UsePage.vue'),
        props: true,
      },
      { path: '/insights', name: 'insights', component: () => import('./pages/InsightsPage.vue') },
      { path: '/:rest(.*)*', name: 'lost', component: LostPage },
    ],
  })

  // A page of an account that is signed out would be empty for good.
  router.beforeEach((to) => {
    const { accountId } = to.params
    const { find, state } = useAccountsStore()
    return typeof accountId !== 'string' || state === 'failed' || find(accountId) ? true : { name: 'home' }
  })

  router.afterEach((to) => {
    if (remembered.has(String(to.name))) void useAppStore().rememberRoute(to.fullPath)
  })
  return router
}

/** Where the owner was, else the first account, else the doors. */
function firstPage(): RouteLocationRaw {
  const { accounts, find } = useAccountsStore()
  const { lastRoute } = useAppStore().settings
  const [first] = accounts
  if (!first) return connectPage
  // The pages over all organizations belong to no account; details on one of them do.
  const account = /^\/(?:a|all)\/([^/?]+)/.exec(lastRoute)?.[1]
  const there = account
    ? find(decodeURIComponent(account)) !== undefined
    : /^\/(?!a\/|connect)\w/.test(lastRoute)
  return there ? lastRoute : accountPage(first.id)
}
