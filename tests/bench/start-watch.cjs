// Loaded into an Electron before its app (`-r`): tells on its standard output when the first window is shown with
// something painted in it, and when START_WATCH (a CSS selector) first stands on a painted frame. Milliseconds of the clock.
/* global process, require, console */
const { app } = require('electron')

const selector = process.env.START_WATCH ?? 'body'

// Runs in the page: the element, then the end of the frame that has it.
const seen = `new Promise((resolve) => {
  const painted = () => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(Date.now())
    port2.postMessage(null)
  })
  const watch = new MutationObserver(() => look())
  function look() {
    if (!document.querySelector(${JSON.stringify(selector)})) return
    watch.disconnect()
    painted()
  }
  watch.observe(document, { childList: true, subtree: true })
  look()
})`

// Runs in the page: its first text, at the time that the browser says it reached the screen.
const firstText = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const text = list.getEntriesByName('first-contentful-paint')[0]
    if (text) resolve(Math.round(performance.timeOrigin + text.startTime))
  }).observe({ type: 'paint', buffered: true })
})`

const tell = (what, at) => console.log(`start-watch ${what} ${at}`)

app.once('browser-window-created', (_event, window) => {
  const shown = new Promise((resolve) => window.once('show', () => resolve(Date.now())))
  window.webContents.once('dom-ready', () => {
    const text = window.webContents.executeJavaScript(firstText)
    Promise.all([shown, text]).then((times) => tell('shown', Math.max(...times)))
    window.webContents.executeJavaScript(seen).then((at) => tell('painted', at))
  })
})
