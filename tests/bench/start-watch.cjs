// Loaded into an Electron before its app (`-r`): tells on its standard output when the first window is shown, and when
// START_WATCH (a CSS selector) first stands on a painted frame. Milliseconds of the clock.
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

const tell = (what, at) => console.log(`start-watch ${what} ${at}`)

app.once('browser-window-created', (_event, window) => {
  window.once('show', () => tell('shown', Date.now()))
  window.webContents.once('dom-ready', () => {
    window.webContents.executeJavaScript(seen).then((at) => tell('painted', at))
  })
})
