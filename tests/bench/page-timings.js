// Runs in the app's page for inventory-page.ts: milliseconds from each change of the search to its paint, of frames while
// scrolling, and of frames at rest.
/* global MessageChannel, InputEvent, document, requestAnimationFrame */
async function pageTimings(words) {
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    })
  const search = document.querySelector('input[type=search]')
  const scroller = document.querySelector('[role=grid]').parentElement
  const type = (text) => {
    search.value = text
    search.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }

  const idle = []
  for (let count = 0; count < 60; count += 1) {
    const from = await painted()
    idle.push((await painted()) - from)
  }

  // A key comes at any time between two frames: they are spread evenly, in steps that do not go along with the words.
  const keystrokes = []
  const frame = 1000 / 60
  for (const word of words) {
    const steps = [...word].map((_, at) => word.slice(0, at + 1))
    for (const text of [...steps, ...[...steps].reverse().slice(1), '']) {
      const start = (await painted()) + ((keystrokes.length * 7) % 16) * (frame / 16)
      let from = performance.now()
      while (from < start) from = performance.now()
      type(text)
      keystrokes.push((await painted()) - from)
    }
  }

  const scroll = []
  let before = await painted()
  for (let count = 0; count < 240; count += 1) {
    scroller.scrollTop += count < 120 ? 260 : -260
    const now = await painted()
    scroll.push(now - before)
    before = now
  }
  return { keystrokes, scroll, idle }
}
